import MigrationModel
import Quantities

/// How far off a prediction may be: what its offsets spread, and what its profile left unexplained.
///
/// The guest's touched memory is taken as given. Intervals from the uncertainty of fitted
/// constants need a calibration.
struct PredictionInterval {
  /// The share of runs that an interval should hold.
  static let level = 0.9
  /// Standard normal quantile of (1 + level)/2.
  private static let quantile = 1.645
  /// Near the edge of convergence, a run may take so many of its last rounds more: one took 55.
  private static let roundsAtEdge: Int64 = 64

  private(set) var timeElapsed: [Int64]?
  private(set) var downtime: [Int64]?
  private(set) var notes: [String] = []

  init(prediction: Prediction, residuals: HostProfile.Residuals) {
    let ended = prediction.reports.filter { $0.outcome == .completed }
    if ended.count < prediction.reports.count, !ended.isEmpty {
      notes.append(
        "may not converge: \(prediction.reports.count - ended.count) of "
          + "\(prediction.reports.count) offsets don't")
    }
    guard prediction.outcome == .completed, let time = prediction.byTime.timeElapsed,
      let pause = prediction.byPause.pause
    else { return }
    timeElapsed = PredictionInterval.around(
      time, of: ended.compactMap(\.timeElapsed), residual: residuals.timeElapsed.fraction)
    if prediction.typical.isNearEdge, let ratio = prediction.typical.edgeRatio {
      let round = prediction.typical.rounds.dropLast().suffix(4).map(\.duration).max() ?? .zero
      timeElapsed?[1] += (round * PredictionInterval.roundsAtEdge).wholeMilliseconds
      notes.append(
        "near the edge of convergence: the last rounds dirty \(Int(ratio * 100)) % of what may "
          + "be left, so how many rounds it takes is luck")
    }
    // Of pages that take long to send, the time is as sure as the total's.
    let long = max(0, (pause.pages - .seconds(1)).seconds)
    let noise =
      (pause.total.seconds - long) * residuals.downtime.fraction
      + long * residuals.timeElapsed.fraction
    downtime = PredictionInterval.around(
      pause.total, of: ended.compactMap { $0.pause?.total },
      residual: noise / max(1e-9, pause.total.seconds))
    if let most = timeElapsed?[1], let high = downtime?[1] { downtime?[1] = min(high, most) }
  }

  /// Offsets' spread and residual are independent, so their squares add.
  private static func around(_ value: Span, of all: [Span], residual: Double) -> [Int64] {
    let noise = value.seconds * residual * quantile
    func away(_ spread: Double) -> Double { (spread * spread + noise * noise).squareRoot() }
    let low = away((value - (all.min() ?? value)).seconds)
    let high = away(((all.max() ?? value) - value).seconds)
    return [
      Span(rounding: max(0, value.seconds - low)).wholeMilliseconds,
      Span(rounding: value.seconds + high).wholeMilliseconds,
    ]
  }
}
