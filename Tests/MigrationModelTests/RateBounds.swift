import MigrationModel
import Quantities
import Testing

/// What sets the pace of a migration's pages, and where its time went.
@Suite struct RateBounds {
  private func input(
    _ megabits: Int64, rtt: Span, _ bottleneck: Bottleneck = .router, cap: DataRate? = nil
  ) -> MigrationInput {
    Inputs.input(
      Inputs.guest(ByteCount(256 << 20)), Inputs.path(megabits, rtt: rtt, bottleneck: bottleneck),
      Inputs.settings(cap: cap))
  }

  private static let paths: [(megabits: Int64, rtt: Span)] = [
    (37, .milliseconds(37)), (938, .microseconds(100)), (10_000, .milliseconds(300)),
    (1000, .milliseconds(100)), (300, .milliseconds(200)),
  ]

  @Test(arguments: paths)
  func theLeastOfThePathsBoundsIsTheGoodput(megabits: Int64, rtt: Span) throws {
    for bottleneck in Bottleneck.allCases {
      let input = input(megabits, rtt: rtt, bottleneck)
      let ofPath = input.rateBounds.filter {
        $0.cause != .migrationThread && $0.cause != .rateLimit
      }
      let report = predict(input).typical
      #expect(try #require(ofPath.first).bytesPerSecond == report.goodput)
    }
  }

  @Test func whatBindsComesFirst() {
    let short = input(37, rtt: .milliseconds(1))
    #expect(short.rateBounds.first?.cause == .path)
    let capped = input(1000, rtt: .milliseconds(1), cap: .bitsPerSecond(80_000_000))
    #expect(capped.rateBounds.first?.cause == .rateLimit)
    let long = input(10_000, rtt: .milliseconds(300))
    #expect([.sendBuffer, .receiveWindow].contains(long.rateBounds.first?.cause))
    // A page a microsecond is 32.8 Gbit/s.
    let fast = input(100_000, rtt: .zero, .source)
    #expect(fast.rateBounds.first?.cause == .migrationThread)
  }

  @Test(arguments: UInt64(0)..<40)
  func sharesOfTheTimeSumToIt(seed: UInt64) throws {
    let input = Inputs.random(seed: seed)
    let report = predict(input).byTime
    guard report.outcome == .completed else { return }
    let shares = try #require(report.timeShares(of: input))
    #expect(shares.total == report.totalTime)
    let parts = shares.once.map(\.span) + [shares.preparation, shares.again, shares.stopped]
    #expect(parts.allSatisfy { $0 >= .zero }, "\(shares)")
  }

  @Test func aGuestThatWritesNothingIsSentOnce() throws {
    let input = input(100, rtt: .milliseconds(1))
    let shares = try #require(predict(input).byTime.timeShares(of: input))
    #expect(shares.again == .zero)
  }

  @Test func everyRoundSaysWhyItEnded() {
    let rule = QEMUStopRule()
    for round in predict(input(37, rtt: .milliseconds(37))).typical.rounds {
      #expect(!rule.words(of: round).isEmpty)
    }
    #expect(BoundedRounds(pages: PageCount(50), rounds: 30).words.contains("30 rounds"))
  }
}
