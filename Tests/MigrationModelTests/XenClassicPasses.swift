import MigrationModel
import Quantities
import Testing

/// Xen classic's rule, worked out by hand.
@Suite struct XenClassicPasses {
  private func state(
    _ pending: Int64, pass: Int = 2, isFresh: Bool = false, sent: Int64 = 1000,
    skipped: Int64 = 0, total: Int64 = 2000
  ) -> PrecopyState {
    PrecopyState(
      pending: PageCount(pending), threshold: ByteCount(1 << 40), iterations: pass,
      isFresh: isFresh, isAcknowledged: true, sentInRound: PageCount(sent),
      skippedInRound: PageCount(skipped), sent: PageCount(total), memory: PageCount(1000))
  }

  @Test func theFirstPassLeavesNothingOutAndLaterOnesWhatIsDirtyAgain() {
    let rule = XenClassicRule()
    #expect(rule.next(state(5, pass: 1)) == .send)
    #expect(rule.next(state(5, pass: 2)) == .sendUnchanged)
    #expect(rule.next(state(5, pass: 2, isFresh: true)) == .sendUnchanged)
    #expect(rule.next(state(0, pass: 2)) == .synchronise)
    #expect(rule.next(state(0, pass: 2, isFresh: true)) == .switchOver)
  }

  @Test func threeCountsMakeAPassTheLastLiveOne() {
    let rule = XenClassicRule()
    #expect(rule.next(state(0, pass: 28)) == .synchronise)
    #expect(rule.next(state(0, pass: 29)) == .switchOver)
    #expect(rule.next(state(0, sent: 20, skipped: 30)) == .synchronise)
    #expect(rule.next(state(0, sent: 20, skipped: 29)) == .switchOver)
    #expect(rule.next(state(0, total: 3000)) == .synchronise)
    #expect(rule.next(state(0, total: 3001)) == .switchOver)
  }

  private func report(_ load: any WritePattern, touched: ByteCount? = nil) -> MigrationReport {
    var settings = Inputs.settings(hypervisor: XenClassic())
    settings.manager = XenClassic().ownTool
    let guest = Inputs.guest(ByteCount(256 << 20), touched: touched, [load])
    return predict(Inputs.input(guest, Inputs.path(938), settings)).typical
  }

  /// Of N pages in a set of n that w writes a second hit, c pages a second go. What a look finds
  /// written again is left out, so N/n falls by c/(1 − p) while p = 1 − exp(−w t/n) rises: the pass
  /// takes t = n/w · ln(1 + x) and leaves n x/(1 + x) for the next, x = N w/(c n).
  @Test(arguments: [8, 40, 120, 400, 2000])
  func passesFollowFromEachOther(mebibytesPerSecond: Int64) {
    let set = 50_000.0
    let writes = Double(mebibytesPerSecond * 256)
    let report = report(
      UniformWrites(
        workingSet: PageCount(Int64(set)),
        rate: DataRate(count: mebibytesPerSecond * 8 << 20)))
    #expect(report.outcome == .completed)
    let rate = report.goodput / 4104
    for (round, next) in zip(report.rounds, report.rounds.dropFirst())
    where round.number > 1 && round.duration > .milliseconds(30) {
      let pages = Double(round.sent.normal + round.pagesSkipped)
      let ratio = pages * writes / (rate * set)
      let sent = rate * set / writes * Elementary.log(1 + ratio)
      // A look counts for a batch of 1,024 pages or a slice of some 1,500.
      #expect(
        abs(Double(round.sent.normal) - sent) < sent * 0.03 + 1600,
        "\(round.number): \(round.sent.normal) of \(pages), \(sent) expected")
      let found = Double(next.sent.normal + next.pagesSkipped)
      let held = Double(report.sendBuffer.count) / 4104
      #expect(
        abs(found - set * ratio / (1 + ratio)) < found * 0.03 + 1600 + held * writes / rate,
        "\(round.number): \(found)")
    }
  }

  /// Every dirty page is sent or left out; the next look finds the latter among the new ones.
  @Test(arguments: [8, 40, 400])
  func nothingIsLost(mebibytesPerSecond: Int64) {
    let report = report(
      UniformWrites(
        workingSet: PageCount(50_000), rate: DataRate(count: mebibytesPerSecond * 8 << 20)))
    for (round, next) in zip(report.rounds, report.rounds.dropFirst()) {
      let found = next.endCause == .stopped ? next.pagesDirtied : round.pagesDirtied
      #expect(abs(found - next.sent.normal - next.pagesSkipped) <= 2, "\(round.number)")
    }
    #expect(report.rounds.first?.pagesSkipped == 0)
    #expect(report.rounds.last?.pagesSkipped == 0)
  }

  /// What is left goes with the guest stopped, however much it is: there is no limit.
  @Test func aFuriousLoadEndsAfter29PassesWithAllOfItLeft() throws {
    let report = report(
      UniformWrites(workingSet: PageCount(30_000), rate: DataRate(count: 40_000_000_000)))
    #expect(report.outcome == .completed)
    #expect(report.rounds.count == 30)
    #expect(report.iterations == 30)
    let last = try #require(report.rounds.last)
    #expect(last.sent.normal > 29_000)
    // Little of it went before: most was written again by the time its turn came.
    #expect(
      report.rounds.dropFirst().dropLast().allSatisfy { $0.pagesSkipped > 4 * $0.sent.normal })
    let pause = try #require(report.pause)
    let seconds = Double(last.sent.normal) * 4104 / report.goodput
    #expect(abs(pause.pages.seconds - seconds) < 0.01)
  }

  /// A sequential load that is nearly as fast as the path ends by volume: 1 + 0.9 + 0.81 + 0.729 of
  /// the memory are more than 3 times as much, if what is left out is little.
  @Test func muchIsSentBeforeItStops() {
    let report = report(
      SequentialWrites(workingSet: PageCount(64_000), rate: DataRate(count: 850_000_000)))
    #expect(report.outcome == .completed)
    let pages = Double(report.bytes.normalPages) - Double(report.rounds.last?.sent.normal ?? 0)
    #expect(pages <= 4.001 * 65_632)
    #expect(report.rounds.count <= 30)
  }

  @Test func zeroPagesGoWhole() {
    let report = report(
      SequentialWrites(workingSet: PageCount(9), rate: .zero), touched: ByteCount(16 << 20))
    #expect(report.bytes.zeroPages == 0)
    #expect(report.bytes.normalPages == 65_536 + 96)
    #expect(report.rounds.count == 3 || report.rounds.count == 2)
    #expect(report.qemuTotalTime == nil && report.qemuDowntime == nil)
    #expect(report.totalTime == report.timeElapsed && report.timeElapsed != nil)
  }

  @Test(arguments: UInt64(0)..<150)
  func everyWorkloadEnds(seed: UInt64) {
    var input = Inputs.random(seed: seed)
    input.settings.hypervisor = XenClassic()
    input.settings.manager = XenClassic().ownTool
    let report = predict(input).typical
    #expect(report.outcome == .completed)
    #expect(report.rounds.count <= 30)
    let sent = report.rounds.reduce(0) { $0 + $1.sent.normal }
    #expect(sent == report.bytes.normalPages)
    #expect(report.pause?.parts.allSatisfy { $0.span >= .zero } == true)
  }
}
