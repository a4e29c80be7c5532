import MigrationModel
import Quantities
import Scenarios

/// What the model leaves unexplained on runs that it was not fitted to, so that intervals hold the
/// share of runs that they claim.
///
/// Each configuration is left out in turn, by a linear step; its runs' distances, next to what
/// offsets and uncertain constants spread already, give the noise whose intervals would have held
/// nine of ten, one of n more for being few (conformal prediction: Lei et al. 2018,
/// doi:10.1080/01621459.2017.1307116).
struct ResidualNoise: Sendable {
  private struct Distance: Sendable {
    let workload: String?
    let kind: Observation.Kind
    /// Of logarithms, positive.
    let distance: Double
    /// What the interval has without noise: offsets' spread, and the constants' variance.
    let offsets: Double
    let variance: Double
  }

  private let distances: [Distance]
  private let spreads: [String: Double]

  static let level = 0.9
  /// Standard normal quantile of (1 + level)/2.
  private static let quantile = 1.645
  private static let fewest = 8

  init(_ geometry: FitGeometry, _ covariance: SymmetricMatrix) {
    let (fit, result) = (geometry.fit, geometry.result)
    let groups = ResidualNoise.groups(fit.runs)
    var shiftOf = Array(repeating: [Double](), count: fit.runs.count)
    for runs in groups {
      let shift = geometry.shift(without: runs)
      for run in runs { shiftOf[run] = shift }
    }
    let jobs = zip(fit.runs.indices, shiftOf).map { ($0, $1) }
    let found = parallelMap(jobs) { index, shift -> [Distance] in
      let run = fit.runs[index]
      let prediction = predict(result.constants.input(of: run))
      return run.observations.indices.compactMap { row -> Distance? in
        let kind = run.observations[row].kind
        guard kind == .totalTime || kind == .downtime,
          let spread = kind.spread(of: prediction, in: run.input)
        else { return nil }
        var derivative = result.derivatives[index][row]
        // Nearly all of either time is that of its bytes.
        if let cause = run.observations.firstIndex(where: { $0.kind == kind.cause }) {
          for (column, more) in result.derivatives[index][cause].enumerated() {
            derivative[column] += more
          }
        }
        let moved = zip(derivative, shift).reduce(0) { $0 + $1.0 * $1.1 }
        let off = spread.middle - run.observations[row].logarithm
        return Distance(
          workload: run.workload?.name, kind: kind, distance: (off + moved).magnitude,
          offsets: spread.widest, variance: covariance.variance(along: derivative))
      }
    }
    distances = found.flatMap(\.self)
    var spreads: [String: Double] = [:]
    for run in fit.runs {
      guard let name = run.workload?.name else { continue }
      spreads[name] = result.scatters.scatter(of: .touched, in: run)
    }
    self.spreads = spreads
  }

  /// Runs of one configuration, or single runs where there are few configurations.
  private static func groups(_ runs: [TrainingRun]) -> [[Int]] {
    let found = TrainingRun.repetitions(runs)
    return found.count >= 5 ? found : runs.indices.map { [$0] }
  }

  /// Whether a workload has runs enough for figures of its own.
  func hasOwn(_ workload: String) -> Bool {
    distances.count { $0.workload == workload && $0.kind == .totalTime } >= ResidualNoise.fewest
  }

  /// Of all runs, or of one workload's.
  func residuals(of workload: String?) -> HostProfile.Residuals {
    HostProfile.Residuals(
      timeElapsed: noise(.totalTime, workload), downtime: noise(.downtime, workload))
  }

  func touchedSpread(of workload: String) -> Share {
    Share(count: Int64(((spreads[workload] ?? 0) * 1e9).rounded()))
  }

  /// The least noise whose intervals hold enough of the runs, as PredictionInterval makes them.
  private func noise(_ kind: Observation.Kind, _ workload: String?) -> Share {
    let chosen = distances.filter {
      $0.kind == kind && (workload == nil || $0.workload == workload)
    }
    guard !chosen.isEmpty else { return .percent(kind == .totalTime ? 5 : 30) }
    // What each run would have needed.
    let needed = chosen.map { run -> Double in
      let beyond = max(0, run.distance * run.distance - run.offsets * run.offsets)
      let square = beyond / (ResidualNoise.quantile * ResidualNoise.quantile) - run.variance
      return max(0, square).squareRoot()
    }.sorted()
    let place = ((Double(needed.count) + 1) * ResidualNoise.level).rounded(.up)
    let noise = needed[min(needed.count - 1, Int(place) - 1)]
    return Share(count: Int64((max(noise, 0.002) * 1e9).rounded()))
  }
}

extension Observation.Kind {
  /// The logarithm of what a prediction says, and how far its offsets lie from that.
  fileprivate func spread(
    of prediction: Prediction, in input: MigrationInput
  ) -> (middle: Double, widest: Double)? {
    let ended = prediction.reports.filter { $0.outcome == .completed }
    guard prediction.outcome == .completed,
      let middle = value(of: self == .downtime ? prediction.byPause : prediction.byTime, in: input)
    else { return nil }
    let values = ended.compactMap { value(of: $0, in: input) }.map { logarithm($0) }
    let center = logarithm(middle)
    return (center, values.map { ($0 - center).magnitude }.max() ?? 0)
  }
}

extension SymmetricMatrix {
  /// rowᵀ·A·row.
  func variance(along row: [Double]) -> Double {
    var sum = 0.0
    for i in 0..<size where row[i] != 0 {
      for j in 0..<size { sum += row[i] * self[i, j] * row[j] }
    }
    return max(0, sum)
  }
}
