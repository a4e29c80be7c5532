import MigrationModel
import Quantities
import Records
import Scenarios

/// Constants fitted to measured runs, with all that a person needs to trust or distrust them.
public struct Calibration: Sendable {
  /// The constants with their errors, for predictions.
  public let profile: HostProfile
  public let constants: [Constant]
  /// Pairs whose errors go together so closely that the runs tell only a combination of both.
  public let inseparable: [Pair]
  /// What is left between model and runs, by kind of figure.
  public let residuals: [Residual]
  /// Runs that lie far from the model, the furthest first.
  public let outliers: [Outlier]
  public let warnings: [String]
  public let isConverged: Bool

  /// One fitted constant, in its SI unit.
  public struct Constant: Sendable {
    public let path: String
    public let start: Double
    public let value: Double
    /// Standard error.
    public let error: Double
    /// How much of what is known of it comes from the runs, from 0 to 1.
    public let shareFromRuns: Double

    /// Whether the runs say more of it than was thought beforehand.
    public var isTold: Bool { shareFromRuns >= 0.5 }
  }

  public struct Pair: Sendable {
    public let first: String
    public let second: String
    public let correlation: Double
  }

  /// Differences between model and runs, in per cent.
  public struct Residual: Sendable {
    public let quantity: String
    public let count: Int
    public let median: Double
    public let p90: Double
    public let bias: Double
  }

  /// - Parameters:
  ///   - set: runs of one pair of hosts.
  ///   - name: the profile's.
  ///   - note: what the profile is to say of the runs.
  ///   - seed: of the bootstrap.
  public init(
    _ set: TrainingSet, name: String, note: String? = nil, seed: UInt64 = 1
  ) throws(CalibrationProblem) {
    try set.check()
    try self.init(fitting: set, name: name, note: note, seed: seed, prior: nil)
  }

  /// - Parameter prior: where constants are thought to lie beforehand; nil around the start's.
  init(
    fitting set: TrainingSet, name: String, note: String? = nil, seed: UInt64,
    prior: FittedConstants?
  ) throws(CalibrationProblem) {
    let start = prior ?? FittedConstants(startingFrom: set)
    let narrowing = prior == nil ? 1.0 : 0.5
    let parameters = Parameter.choice(for: set.runs, start: start).map { parameter in
      Parameter(
        path: parameter.path, bounds: parameter.bounds, start: parameter.start,
        spread: parameter.spread * narrowing)
    }
    let fit = Fit(set.runs, parameters: parameters, start: start)
    let result = try fit.solve()
    let geometry = FitGeometry(fit, result)
    let covariance = geometry.covariance(draws: 400, seed: seed)
    let shares = geometry.shareFromRuns
    constants = parameters.indices.map { index in
      let bounds = parameters[index].bounds
      let free = result.free[index]
      return Constant(
        path: parameters[index].path, start: parameters[index].start, value: bounds.value(free),
        // What was thought beforehand is the least that is known.
        error: bounds.slope(free)
          * min(covariance[index, index].squareRoot(), 2 * parameters[index].spread),
        shareFromRuns: shares[index])
    }
    inseparable = Calibration.inseparable(parameters, covariance)
    residuals = Calibration.residuals(set.runs, result.residuals)
    outliers = Calibration.outliers(set.runs, result)
    isConverged = result.isConverged
    let noise = LeftOutNoise(geometry, covariance)
    profile = Calibration.profile(
      named: name, note, of: set, result.constants, constants, parameters, covariance, noise)
    warnings =
      set.warnings
      + (result.isConverged ? [] : ["the fit still moved when its steps ran out"])
      + Calibration.misfits(residuals) + Calibration.strays(parameters, result.free)
      + Calibration.cuts(profile)
  }
}

extension FittedConstants {
  /// The start's hosts, and what lines through the runs say of the workloads.
  init(startingFrom set: TrainingSet) {
    let names = Set(set.runs.compactMap { $0.workload?.name }).sorted()
    hosts = set.start.constants
    let video = set.runs.map(\.input.guest.videoMemory).sorted()
    hosts.videoMemory = video[video.count / 2]
    workloads = Dictionary(
      uniqueKeysWithValues: names.map { name in
        (name, WorkloadConstants(startingFrom: set.runs.filter { $0.workload?.name == name }))
      })
  }
}

extension Calibration {
  /// Beyond so close a correlation only a combination of two constants is known.
  private static let closest = 0.9

  private static func inseparable(
    _ parameters: [Parameter], _ covariance: SymmetricMatrix
  ) -> [Pair] {
    parameters.indices.flatMap { row in
      (0..<row).compactMap { column -> Pair? in
        let correlation = covariance.correlation(row, column)
        guard correlation.magnitude > closest else { return nil }
        return Pair(
          first: parameters[column].path, second: parameters[row].path, correlation: correlation)
      }
    }
  }

  private static func residuals(
    _ runs: [TrainingRun], _ residuals: [[Double?]]
  ) -> [Residual] {
    Observation.Kind.allCases.compactMap { kind in
      let values = zip(runs, residuals).flatMap { run, row in
        zip(run.observations, row).compactMap { observation, residual in
          observation.kind == kind ? residual.map { (Elementary.exp($0) - 1) * 100 } : nil
        }
      }
      return ErrorSummary(errorsPercent: values).map {
        Residual(
          quantity: kind.rawValue, count: values.count, median: $0.median, p90: $0.p90,
          bias: $0.bias)
      }
    }
  }
}
