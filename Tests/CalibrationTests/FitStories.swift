import MigrationModel
import Quantities
import Records
import Scenarios
import Testing

@testable import Calibration

/// Fits whose right answer is known: the runs are predictions with constants of our choosing.
@Suite struct FitStories {
  private static func fit(_ records: [Record]) throws -> Calibration {
    try Calibration(KnownRuns.set(records), name: "fitted")
  }

  @Test func constantsOfHostsComeBack() throws {
    let known = try KnownRuns.profile {
      $0.preparation = .milliseconds(900)
      $0.zeroPageScan = .microseconds(3)
      $0.goodputShare = .percent(98)
    }
    let records = try [
      (256, 100), (512, 60), (512, 400), (1024, 200), (1024, 900), (2048, 400), (2048, 1900),
      (4096, 3000),
    ].map {
      memory, touched in
      try KnownRuns.run(
        "\(memory)-\(touched)", of: known,
        """
        vm: {memory: \(memory) MiB, touched: \(touched) MiB}
        path: {bandwidth: \(memory == 512 ? 300 : 900) Mbit/s, rtt: 0.5 ms, bottleneck: source}
        """)
    }
    let fitted = try Self.fit(records).profile.constants
    #expect((0.855...0.945).contains(fitted.preparation.seconds), "\(fitted.preparation)")
    #expect((2.8e-6...3.2e-6).contains(fitted.zeroPageScan.seconds), "\(fitted.zeroPageScan)")
    // What counts: a run that the fit has not seen.
    let unseen = """
      vm: {memory: 3 GiB, touched: 2500 MiB}
      path: {bandwidth: 600 Mbit/s, rtt: 0.5 ms, bottleneck: source}
      """
    let profile = HostProfile(
      name: "fitted", constants: fitted,
      residuals: .init(timeElapsed: .percent(1), downtime: .percent(1)))
    let truth = try #require(try KnownRuns.run("a", of: known, unseen).timeElapsed)
    let predicted = try #require(try KnownRuns.run("a", of: profile, unseen).timeElapsed)
    #expect(abs(Double(predicted) / Double(truth) - 1) < 0.015, "\(predicted), \(truth)")
  }

  @Test func aWorkloadsTouchedMemoryAndCurveComeBack() throws {
    let workload = WorkloadProfile(
      name: "mine",
      touched: .init(base: Estimate(ByteCount(200 << 20)), share: Estimate(.percent(20))),
      curve: .power(pages: Estimate(3000), exponent: Estimate(0.6)))
    let known = try KnownRuns.profile({ _ in }, workloads: [workload])
    let records = try [512, 1024, 2048, 4096, 8192].map { memory in
      try KnownRuns.run(
        "\(memory)", of: known,
        """
        vm: {memory: \(memory) MiB}
        workload: [{profile: mine}]
        path: {bandwidth: 900 Mbit/s, rtt: 0.2 ms, bottleneck: source}
        migration: {hypervisor: qemu 8.1, manager: none, stop-rule: {pages: 1000, rounds: 30}}
        """)
    }
    let calibration = try Self.fit(records)
    let fitted = try #require(calibration.profile.workload(named: "mine"))
    guard case .power(let pages, let exponent) = fitted.curve else {
      Issue.record("no power law")
      return
    }
    #expect((2850...3150).contains(pages.value), "\(pages)")
    #expect((0.57...0.63).contains(exponent.value), "\(exponent)")
    let touched = try #require(fitted.touched)
    #expect((190...210).contains(Double(touched.base.value.count) / 1_048_576), "\(touched)")
    #expect((0.19...0.21).contains(touched.share.value.fraction), "\(touched)")
    // Bare QEMU's figures end before the destination loads.
    let load = try #require(calibration.constants.first { $0.path == "host.load" })
    #expect(!load.isTold)
    #expect(abs(load.value - load.start) < 1e-9)
    #expect(
      calibration.warnings.contains { $0.hasPrefix("all runs have path.bandwidth 900 Mbit/s") })
  }

  @Test func aLineIsFoundExactly() throws {
    let points = [(0.0, 1.0), (1, 3), (2, 5), (3, 7), (4, 10)]
    let solution = try LeastSquares.solve(
      LeastSquares.Problem(
        start: [0, 0], weights: Array(repeating: 1, count: points.count),
        residuals: { line in points.map { line[0] + line[1] * $0.0 - $0.1 } },
        derivatives: { _ in points.map { [1, $0.0] } }), steps: 20)
    // By the closed form: slope 2.2, intercept 0.8.
    #expect(abs(solution.parameters[0] - 0.8) < 1e-9)
    #expect(abs(solution.parameters[1] - 2.2) < 1e-9)
  }

  @Test func bendingBoundsGoThereAndBack() {
    for bounds in [Parameter.Bounds.positive, .between(0.5, 1)] {
      for value in [0.51, 0.6, 0.75, 0.99] {
        #expect(abs(bounds.value(bounds.free(value)) - value) < 1e-9)
        let free = bounds.free(value)
        let slope = (bounds.value(free + 1e-6) - bounds.value(free - 1e-6)) / 2e-6
        #expect(abs(bounds.slope(free) - slope) < 1e-6)
      }
    }
  }

  @Test func ofRepetitionsTheMiddleHalfCountsForAll() throws {
    let known = try KnownRuns.profile { _ in }
    let record = try KnownRuns.run(
      "r", of: known, "vm: {memory: 64 MiB}\npath: {bandwidth: 900 Mbit/s, rtt: 0.2 ms}")
    let one = try TrainingRun(
      record, from: "generic-kvm", beside: ".", profiles: ProfileLibrary(usesFiles: false))
    let place = try #require(one.observations.firstIndex { $0.kind == .totalTime })
    let residuals = [-9.0, 1, 2, 3, 4, 5, 6, 90].map { far -> [Double?] in
      one.observations.indices.map { $0 == place ? far : 0 }
    }
    let middle = MiddleRepetitions(Array(repeating: one, count: 8), residuals)
    let weights = (0..<8).map { middle.weight(of: .totalTime, run: $0) }
    #expect(weights == [0, 0, 2, 2, 2, 2, 0, 0])
    let few = MiddleRepetitions(Array(repeating: one, count: 3), Array(residuals.prefix(3)))
    #expect((0..<3).allSatisfy { few.weight(of: .totalTime, run: $0) == 1 })
  }
}
