import MigrationModel
import Quantities
import Testing

/// Builds that stop by pages and rounds, worked out by hand.
@Suite struct CountedRounds {
  private func state(
    _ pages: Int64, iterations: Int = 2, isFresh: Bool = false, isAcknowledged: Bool = true
  ) -> PrecopyState {
    PrecopyState(
      pending: PageCount(pages), threshold: ByteCount(1 << 40), iterations: iterations,
      isFresh: isFresh, isAcknowledged: isAcknowledged)
  }

  @Test func aPassGoesOnUntilNothingIsLeftWhateverTheBandwidthAllows() {
    let rule = BoundedRounds(pages: PageCount(100), rounds: 9)
    #expect(rule.next(state(1)) == .send)
    #expect(rule.next(state(0)) == .synchronise)
    #expect(rule.next(state(0, isAcknowledged: false)) == .awaitAcknowledgement)
  }

  @Test func atMostSoManyPagesStopIt() {
    let rule = BoundedRounds(pages: PageCount(100))
    #expect(rule.next(state(101, isFresh: true)) == .send)
    #expect(rule.next(state(100, isFresh: true)) == .switchOver)
    #expect(rule.next(state(101, iterations: 5000, isFresh: true)) == .send)
    #expect(!rule.alwaysStops)
  }

  @Test func soManyLiveRoundsStopItToo() {
    let rule = BoundedRounds(rounds: 3)
    // Set-up's synchronisation and those after three rounds.
    #expect(rule.next(state(9, iterations: 3, isFresh: true)) == .send)
    #expect(rule.next(state(9, iterations: 4, isFresh: true)) == .switchOver)
    #expect(rule.next(state(0, iterations: 2, isFresh: true)) == .switchOver)
    #expect(rule.alwaysStops)
  }

  private func report(
    _ load: any WritePattern, _ rule: BoundedRounds, megabits: Int64 = 938, timeout: Span? = nil,
    manager: any Manager = NoManager()
  ) -> MigrationReport {
    var settings = Inputs.settings(timeout: timeout, hypervisor: QEMU81())
    settings.manager = manager
    settings.ownStopRule = rule
    return predict(
      Inputs.input(Inputs.guest(ByteCount(1 << 30), [load]), Inputs.path(megabits), settings)
    ).typical
  }

  private static func curve(_ pages: Double, exponent: Double = 0.67) -> CurveWrites {
    CurveWrites(
      workingSet: PageCount(1 << 18), curve: .power(pages: pages, exponent: exponent))
  }

  /// N(k+1) = curve(N(k) · 4104 / B): nothing else decides a round.
  @Test(arguments: [(5000.0, 5000), (11_440, 6500), (3000, 200), (8000, 2500)])
  func knownCurvesGiveRoundsThatFollowFromEachOther(pages: Double, most: Int64) throws {
    let load = Self.curve(pages)
    let report = report(load, BoundedRounds(pages: PageCount(most), rounds: 50))
    #expect(report.outcome == .completed)
    let goodput = 938e6 / 8 * 1448 / 1514
    // What the send buffer still holds goes on the next round's account.
    let held = Double(report.sendBuffer.count) / goodput
    var expected = Double(report.rounds[0].sent.normal)
    #expect(report.rounds[0].sent.normal == 262_144)
    for (round, next) in zip(report.rounds, report.rounds.dropFirst()) {
      let found = load.curve.pages(after: round.duration)
      #expect(abs(Double(next.sent.normal) - found) <= 1)
      #expect(next.sent.normal == round.pagesDirtied)
      #expect(abs(round.duration.seconds - expected * 4104 / goodput) < held + 0.002)
      expected = found
    }
    let founds = report.rounds.dropFirst().map(\.sent.normal)
    #expect(founds.dropLast().allSatisfy { $0 > most })
    let last = try #require(founds.last)
    #expect(last <= most)
  }

  /// As such builds count: as many synchronisations as rounds, the stopped one among these.
  @Test(arguments: [1, 2, 7, 50])
  func aLoadThatNeverEndsEndsAfterItsRounds(rounds: Int) {
    let load = UniformWrites(
      workingSet: PageCount(1 << 17), rate: DataRate(count: 4_000_000_000))
    let report = report(load, BoundedRounds(pages: PageCount(5000), rounds: rounds))
    #expect(report.outcome == .completed)
    #expect(report.rounds.count == rounds + 1)
    #expect(report.iterations == rounds + 1)
    #expect(report.rounds.dropLast().allSatisfy { $0.endCause == .allSent && $0.pagesLeft == 0 })
    // All that the last synchronisation found went while the guest stood still.
    #expect(report.rounds.last?.endCause == .stopped)
    #expect(report.rounds.last?.sent.normal ?? 0 > 100_000)
    #expect(report.rounds.last?.pagesDirtied == 0)
  }

  @Test func withoutALimitOfRoundsThatIsShownNeverToEnd() {
    let load = UniformWrites(
      workingSet: PageCount(1 << 17), rate: DataRate(count: 4_000_000_000))
    let rule = BoundedRounds(pages: PageCount(5000))
    let endless = report(load, rule)
    #expect(endless.outcome.word == "not-converged")
    #expect(endless.outcome.reason?.contains("no more than 19.53 MiB may be left") == true)
    #expect(endless.iterations < 50)
    #expect(endless.qemuTotalTime == nil)
    let aborted = report(load, rule, timeout: .seconds(100))
    #expect(aborted.outcome.word == "aborted")
    #expect(aborted.qemuTotalTime == .seconds(100))
    #expect(aborted.timeElapsed == nil)
  }

  @Test func roundsAloneGoOnUntilNothingAtAllIsFound() {
    let report = report(Self.curve(11_440), BoundedRounds(rounds: 12))
    #expect(report.rounds.count == 13)
    let idle = self.report(
      SequentialWrites(workingSet: PageCount(9), rate: .zero), BoundedRounds(rounds: 12))
    #expect(idle.rounds.count == 2)
  }

  /// A manager's acknowledgement is waited for before the stop, not before the last round.
  @Test func libvirtMayDriveSuchABuildToo() throws {
    let report = report(
      Self.curve(5000), BoundedRounds(pages: PageCount(5000), rounds: 50), manager: Libvirt())
    #expect(report.outcome == .completed)
    #expect(report.iterations == report.rounds.count)
    let elapsed = try #require(report.timeElapsed)
    let byQEMU = try #require(report.qemuTotalTime)
    #expect(elapsed > byQEMU)
  }

  @Test(arguments: UInt64(0)..<300)
  func nothingIsLostOnTheWay(seed: UInt64) {
    var input = Inputs.random(seed: seed)
    input.settings.manager = NoManager()
    input.settings.hypervisor = QEMU81()
    input.settings.ownStopRule = BoundedRounds(
      pages: PageCount(Int64(seed % 7) * 1000), rounds: Int(1 + seed % 60))
    let report = predict(input).typical
    #expect(report.outcome == .completed)
    let bytes = report.bytes
    #expect(
      bytes.total
        == 4104 * bytes.normalPages + 9 * bytes.zeroPages + 18 * bytes.sections + bytes.names
        + bytes.setup + bytes.deviceState)
    let sent = report.rounds.reduce(0) { $0 + $1.sent.normal + $1.sent.zero }
    let dirtied = report.rounds.reduce(0) { $0 + $1.pagesDirtied }
    #expect(sent == bytes.normalPages + bytes.zeroPages)
    #expect(sent == input.guest.pages.count + dirtied)
    #expect(report.rounds.count <= Int(2 + seed % 60))
    // All but what the socket still holds has gone by the end of QEMU's own figures.
    let time = report.qemuTotalTime ?? .zero
    let held = Double(report.sendBuffer.count) * 1.03 + 65_536
    #expect(time.seconds >= (Double(bytes.total) - held) / report.goodput * 0.999)
    guard let pause = report.pause, let downtime = report.qemuDowntime else { return }
    #expect(pause.parts.allSatisfy { $0.span >= .zero }, "\(pause)")
    #expect(pause.total >= downtime)
    #expect(pause.resume == .zero && pause.roundTrips == .zero)
  }
}
