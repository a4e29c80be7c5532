import Quantities
import Testing

@testable import MigrationModel

/// Writers whose rate changes with time: phases and traces.
@Suite struct ChangingWrites {
  private func instant(_ seconds: Double) -> Instant { .start + Span(rounding: seconds) }

  private func context(phase: Double = 0) -> WriteContext {
    WriteContext(background: Inputs.ideal.background, loaded: true, phase: phase)
  }

  private func distinct(
    _ pattern: any WritePattern, from earlier: Double, to later: Double, phase: Double = 0
  ) -> [Double] {
    pattern.processes(in: context(phase: phase)).map { process in
      var process = process
      switch process.written(from: instant(earlier), to: instant(later)) {
      case .anywhere(let probability): return process.pages * probability
      case .run(_, let length): return length
      }
    }
  }

  /// 100 writes a second each.
  private let two = PhasedWrites([
    .init(
      for: .seconds(2),
      SequentialWrites(workingSet: PageCount(10_000), rate: DataRate(count: 100 * 4096 * 8))),
    .init(for: .seconds(3), nil),
    .init(
      for: .seconds(1),
      SequentialWrites(workingSet: PageCount(5000), rate: DataRate(count: 200 * 4096 * 8))),
  ])

  @Test(arguments: [
    (0.0, 2.0, 200.0, 0.0), (0, 1, 100, 0), (2, 5, 0, 0), (5, 6, 0, 200), (0, 6, 200, 200),
    (5.5, 6.5, 50, 100), (6, 12, 200, 200), (0, 60, 2000, 2000), (1.5, 2.5, 50, 0),
  ])
  func eachPhaseActsInItsTimeOnly(from: Double, to: Double, first: Double, third: Double) {
    let pages = distinct(two, from: from, to: to)
    #expect(abs(pages[0] - first) < 1e-3)
    #expect(abs(pages[1] - third) < 1e-3)
  }

  @Test func theOffsetsPhaseShiftsTheCycle() {
    // Half of six seconds: the quiet phase has two to go.
    #expect(distinct(two, from: 0, to: 2, phase: 0.5).allSatisfy { $0 < 1e-3 })
    #expect(abs(distinct(two, from: 2, to: 3, phase: 0.5)[1] - 200) < 1e-3)
  }

  @Test func aSequentialWriterGoesOnWhereItsLastPhaseEnded() throws {
    var writer = try #require(two.processes(in: context()).first)
    guard case .run(let first, _) = writer.written(from: instant(0), to: instant(2)),
      case .run(let second, _) = writer.written(from: instant(2), to: instant(8))
    else {
      Issue.record("no runs")
      return
    }
    #expect(abs(second - first - 200) < 1e-3)
  }

  @Test func aMeanRateInPhasesSendsAboutWhatAConstantOneDoes() throws {
    let set = PageCount(16_384)
    func normal(_ pattern: any WritePattern) -> Double {
      let guest = Inputs.guest(ByteCount(512 << 20), [pattern])
      let report = predict(Inputs.input(guest, Inputs.path(100), offsets: 9)).typical
      #expect(report.outcome == .completed)
      return Double(report.bytes.normalPages)
    }
    let constant = normal(UniformWrites(workingSet: set, rate: .bitsPerSecond(8_000_000)))
    let bursts = normal(
      PhasedWrites([
        .init(
          for: .milliseconds(200),
          UniformWrites(workingSet: set, rate: .bitsPerSecond(32_000_000))),
        .init(for: .milliseconds(600), nil),
      ]))
    #expect(abs(bursts / constant - 1) < 0.05)
  }

  @Test func aGuestWithQuietPhasesEndsInOneOfThem() {
    // Ten times what the path carries, but only for nine of ten seconds.
    let load = UniformWrites(workingSet: PageCount(16_384), rate: .bitsPerSecond(1_000_000_000))
    func outcome(_ pattern: any WritePattern) -> String {
      let guest = Inputs.guest(ByteCount(128 << 20), [pattern])
      return predict(Inputs.input(guest, Inputs.path(100))).outcome.word
    }
    #expect(outcome(load) == "not-converged")
    let phases: [PhasedWrites.Part] = [.init(for: .seconds(9), load), .init(for: .seconds(8), nil)]
    #expect(outcome(PhasedWrites(phases)) == "completed")
  }

  @Test func phasesThatNeverLetItEndAreSeenToRepeat() {
    let load = UniformWrites(workingSet: PageCount(16_384), rate: .bitsPerSecond(1_000_000_000))
    let phases: [PhasedWrites.Part] = [
      .init(for: .seconds(900), load), .init(for: .milliseconds(50), nil),
    ]
    let guest = Inputs.guest(ByteCount(128 << 20), [PhasedWrites(phases)])
    let report = predict(Inputs.input(guest, Inputs.path(100))).typical
    #expect(report.outcome.word == "not-converged")
    #expect(report.outcome.reason?.contains("the state repeats") == true)
    // Two stretches of a whole cycle each.
    let ended = report.rounds.last.map { $0.start + $0.duration }
    #expect(ended.map { $0 > instant(1800) } == true)
  }

  private let trace = TracedWrites(
    workingSet: PageCount(1000),
    points: [
      .init(from: .seconds(1), rate: DataRate(count: 100 * 4096 * 8)),
      .init(from: .seconds(3), rate: .zero),
      .init(from: .seconds(4), rate: DataRate(count: 50 * 4096 * 8)),
    ])

  @Test(arguments: [
    (0.0, 1.0, 0.0), (0, 2, 100), (1, 3, 200), (3, 4, 0), (2.5, 5, 100), (0, 4, 200),
    (10, 20, 500), (0, 14, 700),
  ])
  func aTracesWritesAreItsRatesIntegral(from: Double, to: Double, writes: Double) {
    let law = 1000 * (1 - Elementary.exp(-writes / 1000))
    #expect(abs(distinct(trace, from: from, to: to)[0] - law) < 1e-6)
  }

  @Test func aTraceOfOneRateIsAUniformWriter() {
    let rate = DataRate.bitsPerSecond(16_000_000)
    let set = PageCount(8192)
    func report(_ pattern: any WritePattern) -> MigrationReport {
      predict(Inputs.input(Inputs.guest(ByteCount(256 << 20), [pattern]), Inputs.path(100))).typical
    }
    let uniform = report(UniformWrites(workingSet: set, rate: rate))
    let traced = report(TracedWrites(workingSet: set, points: [.init(from: .zero, rate: rate)]))
    #expect(traced.digest == uniform.digest)
  }

  @Test func aTraceThatEndsTooFastNeverConvergesAndOneThatEndsInQuietDoes() {
    func outcome(_ last: DataRate) -> String {
      let trace = TracedWrites(
        workingSet: PageCount(32_768),
        points: [
          .init(from: .zero, rate: .bitsPerSecond(400_000_000)),
          .init(from: .seconds(120), rate: last),
        ])
      let guest = Inputs.guest(ByteCount(256 << 20), [trace])
      return predict(Inputs.input(guest, Inputs.path(100))).outcome.word
    }
    #expect(outcome(.bitsPerSecond(800_000_000)) == "not-converged")
    #expect(outcome(.bitsPerSecond(1_000_000)) == "completed")
  }
}
