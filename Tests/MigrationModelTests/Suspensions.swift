import MigrationModel
import Quantities
import Testing

/// Guests that are stopped before the rule would stop them.
@Suite struct Suspensions {
  private static let rtt = Span.milliseconds(20)
  /// Dirties all of its 20,000 pages within any pass.
  private static let furious = UniformWrites(
    workingSet: PageCount(20_000), rate: DataRate(count: 4_000_000_000))

  private func report(
    _ load: any WritePattern = furious, method: MigrationMethod = .precopy, timeout: Span? = nil,
    preparation: Span = .milliseconds(500)
  ) -> MigrationReport {
    var settings = Inputs.settings(timeout: timeout)
    settings.method = method
    settings.onTimeout = .suspend
    var hosts = Inputs.ideal
    hosts.preparation = preparation
    return predict(
      Inputs.input(
        Inputs.guest(ByteCount(256 << 20), [load]), Inputs.path(100, rtt: Self.rtt), settings,
        hosts: hosts)
    ).typical
  }

  /// Total = downtime + the phases before the stop: preparation and Prepare; the connection, a
  /// round trip, is made with the guest stopped.
  @Test func stopAndCopyIsDownAllTheTimeButForThePhases() throws {
    let report = report(method: .stopAndCopy)
    #expect(report.outcome == .completed)
    let pause = try #require(report.pause).total
    let total = try #require(report.timeElapsed)
    #expect(total - pause == .milliseconds(500) + .milliseconds(30))
    // Every page once: nothing is dirtied.
    let pages = PageCount(holding: ByteCount(256 << 20)) + Guest.firmwarePages
    #expect(report.bytes.normalPages + report.bytes.zeroPages == pages.count)
    #expect(report.rounds.allSatisfy { $0.pagesDirtied == 0 })
    #expect(report.precopyBytes == 0)
    let seconds = Double(4104 * report.bytes.normalPages) / report.goodput
    #expect(abs(pause.seconds - seconds) < 0.4, "\(pause)")
  }

  @Test func theSameGuestNeverEndsByItself() {
    #expect(report().outcome.word == "not-converged")
  }

  /// What is left at the timeout goes with the guest stopped: the rest of a pass, and all that was
  /// written since it began.
  @Test(arguments: [40, 41, 43, 500, 40_000])
  func aSuspensionEndsWhatWouldNotConverge(seconds: Int64) throws {
    let report = report(timeout: .seconds(seconds))
    #expect(report.outcome == .completed)
    let pause = try #require(report.pause)
    let total = try #require(report.timeElapsed)
    #expect(total - pause.total == .seconds(seconds))
    let page = 4104 / report.goodput
    #expect(pause.total.seconds > 20_000 * page * 0.98, "\(pause.total)")
    #expect(pause.total.seconds < 40_000 * page + 1, "\(pause.total)")
    #expect(pause.parts.reduce(.zero) { $0 + $1.span } == pause.total)
    // One synchronisation finds what was written before; no other finds anything.
    let timeout = Instant.start + .seconds(seconds)
    let after = report.rounds.filter { $0.start + $0.duration > timeout }
    #expect(after.count { $0.pagesDirtied > 0 } <= 1)
    #expect(
      report.rounds.dropLast(after.count).allSatisfy { $0.pagesDirtied > 19_000 || $0.number == 1 })
    #expect(report.bytes.ofRAM > report.precopyBytes)
  }

  @Test func aMigrationThatEndsBeforeItsTimeoutNeverSeesIt() {
    let calm = UniformWrites(workingSet: PageCount(2000), rate: DataRate(count: 8_000_000))
    #expect(report(calm, timeout: .seconds(300)).digest == report(calm).digest)
  }

  @Test func aTimeoutBeforeTheStreamStopsTheGuestForAllOfIt() throws {
    let report = report(timeout: .seconds(1), preparation: .seconds(5))
    let pause = try #require(report.pause).total
    #expect(report.timeElapsed.map { $0 - pause } == .seconds(1))
    #expect(report.rounds.allSatisfy { $0.pagesDirtied == 0 })
  }

  @Test(arguments: UInt64(0)..<200)
  func whateverRunsASuspendedGuestArrives(seed: UInt64) throws {
    var input = Inputs.random(seed: seed)
    input.settings.timeout = .milliseconds(Int64(seed * seed) + 1)
    input.settings.onTimeout = .suspend
    let report = predict(input).typical
    #expect(report.outcome == .completed)
    let pause = try #require(report.pause)
    #expect(pause.parts.allSatisfy { $0.span >= .zero }, "\(pause)")
    let total = try #require(report.timeElapsed)
    #expect(total >= pause.total)
    if pause.suspended > .zero {
      #expect(total - pause.total == input.settings.timeout)
      #expect(report.pauseByGuestClock == .zero)
    }
  }
}
