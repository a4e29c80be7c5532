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

  /// Xen finds no pages of zeros: its first pass is all of the memory.
  @Test(arguments: [Xen420(), XenClassic()] as [any Hypervisor])
  func xenSendsEachPageOnce(hypervisor: any Hypervisor) throws {
    let load = UniformWrites(workingSet: PageCount(20_000), rate: DataRate(count: 200_000_000))
    let settings = MigrationSettings(hypervisor: hypervisor, manager: hypervisor.ownTool)
    let input = Inputs.input(
      Inputs.guest(ByteCount(256 << 20), touched: ByteCount(64 << 20), [load]),
      Inputs.path(1000), settings)
    let report = predict(input).byTime
    let shares = try #require(report.timeShares(of: input))
    #expect(shares.total == report.totalTime)
    let first = try #require(report.rounds.first).duration.seconds
    let once = shares.once.reduce(Span.zero) { $0 + $1.span }.seconds
    #expect(abs(once / first - 1) < 0.05, "\(once) of \(first)")
  }

  /// 7.2 tests a limit after each page, 10.0 after each 32.
  @Test(arguments: [(QEMU72() as any Hypervisor, 26), (QEMU100(), 32)])
  func aLimitLetsWholeTestsPass(hypervisor: any Hypervisor, pages: Double) throws {
    let cap = DataRate(count: 8 << 20)
    let input = Inputs.input(
      Inputs.guest(ByteCount(64 << 20)), Inputs.path(1000),
      Inputs.settings(cap: cap, hypervisor: hypervisor))
    let bound = try #require(input.rateBounds.first)
    #expect(bound.cause == .rateLimit)
    #expect(bound.bytesPerSecond == pages * 4104 * 10)
    // What goes in the long run is that.
    let report = predict(input).typical
    let time = try #require(report.rounds.first).duration.seconds
    #expect(abs(Double(report.bytes.ofRAM) / time / bound.bytesPerSecond - 1) < 0.03)
  }

  @Test func theLongestStretchIsWithoutOutages() {
    var input = input(100, rtt: .milliseconds(1))
    input.path.changes = [
      PathChange(at: .seconds(10), bandwidth: .bitsPerSecond(50_000_000)),
      PathChange(at: .seconds(30), isDown: true), PathChange(at: .seconds(90), isDown: false),
    ]
    let stretch = input.longestStretch(until: .seconds(100))
    #expect(stretch.from == .seconds(10))
    #expect(stretch.input.path.bandwidth == .bitsPerSecond(50_000_000))
    #expect(stretch.input.path.changes.isEmpty)
    #expect(input.longestStretch(until: nil).from == .seconds(90))
    #expect(
      input.longestStretch(until: .seconds(5)).input.path.bandwidth == input.path.bandwidth)
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
