import Scenarios
import Testing

@testable import Calibration

/// Runs that a person is told to look at.
@Suite struct FarOffRuns {
  /// Those of eight repetitions whose total times and downtimes are so far off, in logarithms.
  private static func outliers(time: [Double], downtime: [Double]) throws -> [Calibration.Outlier] {
    let known = try KnownRuns.profile { _ in }
    let set = try KnownRuns.set(
      (0..<time.count).map { index in
        try KnownRuns.run(
          "\(index)", of: known,
          """
          name: run \(index)
          vm: {memory: 64 MiB, touched: 32 MiB}
          path: {bandwidth: 900 Mbit/s, rtt: 0.2 ms}
          """)
      })
    let residuals = zip(set.runs, zip(time, downtime)).map { run, far in
      run.observations.map { observation -> Double? in
        switch observation.kind {
        case .totalTime: far.0
        case .downtime: far.1
        default: 9
        }
      }
    }
    let result = Fit.Result(
      free: [], constants: FittedConstants(startingFrom: set), residuals: residuals,
      derivatives: [], scatters: Scatters(runs: set.runs, residuals: residuals), isConverged: true)
    return Calibration.outliers(set.runs, result)
  }

  private static let none = Array(repeating: 0.0, count: 8)

  @Test func theFarthestComesFirstWithWhatTheModelSays() throws {
    let found = try Self.outliers(
      time: [0, 0, 0.1, 0, 0, -0.7, 0, 0], downtime: [0, 0, 0, 3, 0, 0, 0, 0])
    #expect(found.map(\.run) == ["run 5", "run 3", "run 2"])
    #expect(found.map(\.quantity) == ["time_elapsed", "downtime", "time_elapsed"])
    #expect(zip(found, found.dropFirst()).allSatisfy { $0.scatters > $1.scatters })
    let first = try #require(found.first)
    // e^-0.7 is nearly a half.
    #expect(abs(first.modelled / first.measured - 0.4966) < 1e-4)
    #expect(abs(first.scatters - 0.7 / 0.02) < 1e-6)
  }

  @Test func runsThatAgreeHaveNone() throws {
    #expect(try Self.outliers(time: Self.none, downtime: Self.none).isEmpty)
  }

  /// A usual scatter is 2 % of total times and 20 % of downtimes.
  @Test func whatIsWithinFourUsualScattersIsNone() throws {
    var (time, downtime) = (Self.none, Self.none)
    (time[1], downtime[1]) = (0.079, -0.79)
    #expect(try Self.outliers(time: time, downtime: downtime).isEmpty)
    (time[1], downtime[1]) = (0.081, -0.81)
    #expect(try Self.outliers(time: time, downtime: downtime).count == 2)
  }
}
