import MigrationModel
import Quantities
import Testing

/// Whole migrations over paths that change, fail or are shared.
@Suite struct TroubledMigrations {
  private func run(
    _ changes: [PathChange], _ traffic: [CrossTraffic] = [],
    workload: [any WritePattern] = [], timeout: Span? = nil, manager: any Manager = Libvirt(),
    memory: ByteCount = ByteCount(256 << 20)
  ) -> MigrationReport {
    var path = Inputs.path(100, rtt: .milliseconds(37))
    path.changes = changes
    path.crossTraffic = traffic
    var settings = Inputs.settings(timeout: timeout)
    settings.manager = manager
    return predict(Inputs.input(Inputs.guest(memory, workload), path, settings)).typical
  }

  private func outage(at start: Int64, for length: Int64) -> [PathChange] {
    [
      PathChange(at: .seconds(start), isDown: true),
      PathChange(at: .seconds(start + length), isDown: false),
    ]
  }

  @Test func anOutageOfThreeSecondsLosesTimeAndNoBytes() throws {
    let calm = run([])
    let troubled = run(outage(at: 10, for: 3))
    #expect(troubled.outcome == .completed)
    #expect(troubled.bytes.normalPages == calm.bytes.normalPages)
    #expect(troubled.bytes.zeroPages == calm.bytes.zeroPages)
    let stall = try #require(troubled.timeElapsed).seconds - #require(calm.timeElapsed).seconds
    #expect(stall > 3 && stall < 6, "\(stall) s")
  }

  @Test func anOutageInTheStopIsDowntime() throws {
    let calm = run([])
    let end = try #require(calm.timeElapsed)
    let pause = try #require(calm.pause).total
    let inside = end - Span(count: pause.count / 2)
    let troubled = run([
      PathChange(at: inside, isDown: true), PathChange(at: inside + .seconds(2), isDown: false),
    ])
    #expect(troubled.outcome == .completed)
    #expect(try #require(troubled.pause).total > .seconds(2))
  }

  @Test func aPathThatStaysDownFailsWithLibvirtsKeepalive() throws {
    let report = run([PathChange(at: .seconds(5), isDown: true)])
    #expect(report.outcome.word == "failed")
    #expect(report.timeElapsed == .seconds(35))
    #expect(report.rounds.last?.endCause == .connectionLost)
    #expect(report.pause == nil)
    let reason = try #require(report.outcome.reason)
    for word in ["down at 5 s", "keepalive", "stays at the source"] {
      #expect(reason.contains(word), "\(reason)")
    }
  }

  @Test func withoutAManagerItFailsWhenTCPGivesUp() throws {
    let report = run([PathChange(at: .seconds(5), isDown: true)], manager: NoManager())
    #expect(report.outcome.word == "failed")
    #expect(try #require(report.outcome.reason).contains("tcp_retries2"))
    let time = try #require(report.qemuTotalTime).seconds
    // 924.6 s after the first retransmission, at the next that is due; each up to 120 s apart.
    #expect((5 + 924.6...5 + 924.6 + 121).contains(time), "\(time) s")
  }

  @Test func aTimeoutMayComeFirst() {
    let report = run([PathChange(at: .seconds(5), isDown: true)], timeout: .seconds(20))
    #expect(report.outcome.word == "aborted")
    #expect(report.timeElapsed == .seconds(20))
  }

  @Test func anOutageBeforeTheStreamDelaysIt() throws {
    let calm = run([])
    let late = run(outage(at: 0, for: 4))
    #expect(late.outcome == .completed)
    let delay = try #require(late.timeElapsed).seconds - #require(calm.timeElapsed).seconds
    #expect((3.5..<8.5).contains(delay), "\(delay) s")
  }

  /// The guest dirties 60 Mbit/s: too fast for the path at first, and not for what it becomes.
  @Test func aPathThatBecomesFasterLetsItConverge() throws {
    let load = SequentialWrites(
      workingSet: PageCount(128 << 8), rate: .bitsPerSecond(60_000_000))
    let slow = DataRate.bitsPerSecond(30_000_000)
    let never = run([PathChange(at: .zero, bandwidth: slow)], workload: [load])
    #expect(never.outcome.word == "not-converged")
    let later = run(
      [
        PathChange(at: .zero, bandwidth: slow),
        PathChange(at: .seconds(300), bandwidth: .bitsPerSecond(200_000_000)),
      ], workload: [load])
    #expect(later.outcome == .completed)
    let time = try #require(later.timeElapsed).seconds
    #expect((300..<330).contains(time), "\(time) s")
  }

  @Test func othersTrafficThatEndsLetsItConverge() throws {
    let load = SequentialWrites(
      workingSet: PageCount(128 << 8), rate: .bitsPerSecond(60_000_000))
    let traffic = CrossTraffic(
      rate: .bitsPerSecond(80_000_000), from: .zero, to: .seconds(120))
    let report = run([], [traffic], workload: [load])
    #expect(report.outcome == .completed)
    #expect(try #require(report.timeElapsed) > .seconds(120))
    var staying = traffic
    staying.to = nil
    #expect(run([], [staying], workload: [load]).outcome.word == "not-converged")
  }

  /// A small set that repeats for hours is not followed round by round until a change next week.
  @Test func whatRepeatsIsNotFollowedForEver() throws {
    let load = UniformWrites(workingSet: PageCount(4000), rate: .bitsPerSecond(900_000_000))
    let week: Int64 = 7 * 86_400
    let report = run(
      [PathChange(at: .seconds(week), bandwidth: .bitsPerSecond(1_000_000_000))], workload: [load])
    #expect(report.outcome == .completed)
    #expect(report.iterations < 2000)
    let time = try #require(report.timeElapsed).seconds
    #expect((Double(week)..<Double(week + 10)).contains(time), "\(time) s")
    // Meanwhile the path was full.
    let carried = Double(report.bytes.total) / ClosedForms.goodput / Double(week)
    #expect((0.98...1.01).contains(carried), "\(carried)")
  }

  @Test func jitterIsWaitedForAtTheEnd() throws {
    func pause(_ jitter: Span) throws -> Span {
      var path = Inputs.path(100, rtt: .milliseconds(37))
      path.jitter = jitter
      let input = Inputs.input(Inputs.guest(ByteCount(64 << 20), touched: ByteCount(4096)), path)
      return try #require(predict(input).typical.pause).total
    }
    let longer = try pause(.milliseconds(1)) - pause(.zero)
    #expect(longer >= .zero && longer <= .milliseconds(2), "\(longer)")
  }

  /// A path that only ever is what it was at first is the same path.
  @Test func aChangeToTheSameChangesNothing() {
    let calm = run([])
    let same = run([PathChange(at: .seconds(7), bandwidth: .bitsPerSecond(100_000_000))])
    #expect(same.outcome == .completed)
    #expect(same.bytes.normalPages == calm.bytes.normalPages)
    #expect(abs((same.timeElapsed ?? .zero).seconds - (calm.timeElapsed ?? .zero).seconds) < 0.01)
  }
}
