import MigrationModel
import Quantities
import Scenarios

/// What the model leaves unexplained on runs that it was not fitted to, so that intervals hold the
/// share of runs that they claim.
///
/// Each fifth of the configurations is left out in turn; its runs' distances, next to what offsets
/// and uncertain constants spread already, give the noise whose intervals would have held nine of
/// ten, one of n more for being few (conformal prediction: Lei et al. 2018,
/// doi:10.1080/01621459.2017.1307116).
struct LeftOutNoise: Sendable {
  private struct Distance: Sendable {
    let workload: String?
    let kind: Observation.Kind
    /// How far an interval must reach to hold the measured figure.
    let distance: Double
    /// What the interval has without noise: offsets' spread on that side, and the variance that the
    /// constants and the touched memory make.
    let offsets: Double
    let variance: Double
  }

  private let distances: [Distance]
  private let spreads: [String: Double]

  private static let fewest = 8

  init(_ geometry: FitGeometry, _ covariance: SymmetricMatrix) {
    let (fit, result) = (geometry.fit, geometry.result)
    let groups = LeftOutNoise.groups(fit.runs)
    let jobs = groups.flatMap { group in
      let constants = fit.constants(geometry.refitted(without: group))
      return group.map { (run: $0, group: group, constants: constants) }
    }
    let found = parallelMap(jobs) { index, group, constants -> [Distance] in
      let run = fit.runs[index]
      let prediction = predict(constants.input(of: run))
      return run.observations.indices.compactMap { row -> Distance? in
        let kind = run.observations[row].kind
        guard kind == .totalTime || kind == .downtime,
          let spread = kind.spread(of: prediction, in: run.input)
        else { return nil }
        let measured = Elementary.exp(run.observations[row].logarithm)
        let chain = FullDerivative(of: row, in: run, result.derivatives[index], prediction)
        let touched = run.workload?.decidesTouched == true ? chain.ofTouched : 0
        let scatter = touched * result.scatters.scatter(of: .touched, in: run)
        return Distance(
          workload: run.workload?.name, kind: kind,
          distance: IntervalShape.away(of: measured, from: spread.middle),
          offsets: measured > spread.middle ? spread.above : spread.below,
          variance: covariance.variance(along: chain.derivative)
            + geometry.variance(along: chain.derivative, addedWithout: group)
            + scatter * scatter)
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

  /// Runs that are left out together: those of a fifth of the configurations, or a fifth of the
  /// runs where there are few configurations.
  private static func groups(_ runs: [TrainingRun]) -> [[Int]] {
    let found = TrainingRun.repetitions(runs)
    let units = found.count >= parts ? found : runs.indices.map { [$0] }
    return (0..<min(parts, units.count)).map { part in
      units.indices.filter { $0 % parts == part }.flatMap { units[$0] }
    }
  }

  private static let parts = 5

  /// Whether a workload has runs enough for figures of its own.
  func hasOwn(_ workload: String) -> Bool {
    distances.count { $0.workload == workload && $0.kind == .totalTime } >= LeftOutNoise.fewest
  }

  /// Of all runs, or of one workload's.
  func residuals(of workload: String?) -> HostProfile.Residuals {
    HostProfile.Residuals(
      timeElapsed: noise(.totalTime, workload), downtime: noise(.downtime, workload))
  }

  func touchedSpread(of workload: String) -> Share {
    // More than all of it is nothing that a profile could say.
    Share(count: Int64((min(1, spreads[workload] ?? 0) * 1e9).rounded()))
  }

  /// The least noise whose intervals hold enough of the runs, as PredictionInterval makes them; no
  /// more than a profile may say.
  private func noise(_ kind: Observation.Kind, _ workload: String?) -> Share {
    let chosen = distances.filter {
      $0.kind == kind && (workload == nil || $0.workload == workload)
    }
    guard !chosen.isEmpty else { return .percent(kind == .totalTime ? 5 : 30) }
    // What each run would have needed.
    let needed = chosen.map { run -> Double in
      let beyond = max(0, run.distance * run.distance - run.offsets * run.offsets)
      let square = beyond / (IntervalShape.quantile * IntervalShape.quantile) - run.variance
      return max(0, square).squareRoot()
    }.sorted()
    let place = ((Double(needed.count) + 1) * IntervalShape.level).rounded(.up)
    let noise = needed[min(needed.count - 1, Int(place) - 1)]
    let most = HostProfile.Residuals.most.fraction
    return Share(count: Int64((max(min(noise, most), 0.002) * 1e9).rounded()))
  }
}

extension Observation.Kind {
  /// What a prediction says, and how far its offsets lie from that to each side.
  fileprivate func spread(
    of prediction: Prediction, in input: MigrationInput
  ) -> (middle: Double, below: Double, above: Double)? {
    let ended = prediction.reports.filter { $0.outcome == .completed }
    guard prediction.outcome == .completed,
      let middle = value(of: self == .downtime ? prediction.byPause : prediction.byTime, in: input),
      middle > 0
    else { return nil }
    let values = ended.compactMap { value(of: $0, in: input) }
    func away(_ furthest: Double?) -> Double {
      IntervalShape.away(of: max(1e-9, furthest ?? middle), from: middle)
    }
    return (middle, away(values.min()), away(values.max()))
  }
}
