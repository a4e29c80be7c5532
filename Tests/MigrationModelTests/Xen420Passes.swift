import MigrationModel
import Quantities
import Testing

/// Xen 4.20's rule, worked out by hand.
@Suite struct Xen420Passes {
  private func state(
    _ pending: Int64, pass: Int = 2, isFresh: Bool = false, sent: Int64 = 1000
  ) -> PrecopyState {
    PrecopyState(
      pending: PageCount(pending), threshold: ByteCount(1 << 40), iterations: pass,
      isFresh: isFresh, isAcknowledged: true, sentInRound: PageCount(sent))
  }

  @Test func fivePassesOrFewPagesEndIt() {
    let rule = Xen420Rule()
    #expect(rule.next(state(1, pass: 5)) == .send)
    #expect(rule.next(state(0, pass: 4)) == .synchronise)
    #expect(rule.next(state(0, pass: 5)) == .switchOver)
    #expect(rule.next(state(0, sent: 50)) == .synchronise)
    #expect(rule.next(state(0, sent: 49)) == .switchOver)
    // Few pages are still sent while the guest runs; none are not.
    #expect(rule.next(state(49, isFresh: true)) == .send)
    #expect(rule.next(state(0, isFresh: true)) == .switchOver)
  }

  private func report(
    _ load: any WritePattern, touched: ByteCount? = nil, path: Path = Inputs.path(938)
  ) -> MigrationReport {
    var settings = Inputs.settings(hypervisor: Xen420())
    settings.manager = Xen420().ownTool
    let guest = Inputs.guest(ByteCount(512 << 20), touched: touched, [load])
    return predict(Inputs.input(guest, path, settings)).typical
  }

  /// A load that dirties r distinct pages a second while c go: each pass leaves r/c of its pages to
  /// the next, and the guest is stopped for the sixth.
  @Test(arguments: [10, 30, 60, 90])
  func distinctPagesAtAConstantRateShrinkBySoMuch(share: Int64) throws {
    let rate = DataRate(count: 938_000_000 * 1448 / 1514 / 4104 * 4096 * share / 100)
    let report = report(SequentialWrites(workingSet: PageCount(131_000), rate: rate))
    #expect(report.outcome == .completed)
    #expect(report.rounds.count == 6)
    #expect(report.iterations == 6)
    let ratio = Double(share) / 100
    // The send buffer takes 4 MiB before the path does, which is missing from a pass's time.
    let held = Double(report.sendBuffer.count) / 4104
    var expected = Double(report.bytes.normalPages)
    for (index, round) in report.rounds.enumerated() {
      let sent = Double(round.sent.normal)
      if index == 0 { expected = sent }
      #expect(abs(sent - expected) < held * 2 * ratio + 2, "\(round.number): \(sent) \(expected)")
      expected = sent * ratio
    }
    let last = try #require(report.rounds.last).sent.normal
    let pause = try #require(report.pause)
    #expect(abs(pause.pages.seconds - Double(last) * 4104 / report.goodput) < 0.001)
    // All of it beyond the pages is what the buffer held, their scan and one-way delays.
    let backlog = Double(report.sendBuffer.count) * 1.02 / report.goodput
    let scan = (Inputs.ideal.normalPageScan * last).seconds
    #expect((pause.total - pause.pages).seconds < backlog + scan + 0.001)
  }

  @Test func aSetOfFewPagesGoesLiveAndThenWhatCameSince() {
    // 5 pages a second: a first pass of 4.8 s leaves 24, which take no time to speak of.
    let report = report(
      SequentialWrites(workingSet: PageCount(1000), rate: DataRate(count: 5 * 4096 * 8)))
    #expect(report.rounds.map(\.sent.normal).dropFirst() == [24, 0])
  }

  @Test func zeroPagesGoWhole() {
    let report = report(
      SequentialWrites(workingSet: PageCount(9), rate: .zero), touched: ByteCount(16 << 20))
    #expect(report.bytes.zeroPages == 0)
    #expect(report.bytes.normalPages == 131_072 + 96)
    #expect(report.rounds.count == 2)
  }

  /// There is no limit: what five passes leave goes with the guest stopped.
  @Test func aFuriousLoadIsStoppedWithAllOfItLeft() throws {
    let report = report(
      UniformWrites(workingSet: PageCount(100_000), rate: DataRate(count: 40_000_000_000)))
    #expect(report.rounds.count == 6)
    let seconds = 100_000 * 4104 / report.goodput
    #expect(abs(try #require(report.pause).pages.seconds - seconds) < seconds * 0.01)
  }

  @Test(arguments: UInt64(0)..<150)
  func everyWorkloadEnds(seed: UInt64) {
    var input = Inputs.random(seed: seed)
    input.settings.hypervisor = Xen420()
    input.settings.manager = Xen420().ownTool
    let report = predict(input).typical
    #expect(report.outcome == .completed)
    #expect(report.rounds.count <= 6)
    let sent = report.rounds.reduce(0) { $0 + $1.sent.normal }
    let dirtied = report.rounds.reduce(0) { $0 + $1.pagesDirtied }
    #expect(sent == input.guest.pages.count + dirtied)
  }
}
