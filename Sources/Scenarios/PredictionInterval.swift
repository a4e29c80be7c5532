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
  /// Where a synchronisation finds about as much as may be left, whether it is the last one is
  /// luck.
  private static let edge = 0.8
  private static let wideningAtEdge = 4.0

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
    var widening = 1.0
    if let ratio = PredictionInterval.nearness(prediction.typical), ratio > Self.edge {
      widening = Self.wideningAtEdge
      notes.append(
        "near the edge of convergence: the shortest round dirties \(Int(ratio * 100)) % of what may "
          + "be left, so how many rounds it takes is luck")
    }
    timeElapsed = PredictionInterval.around(
      time, of: ended.compactMap(\.timeElapsed),
      residual: residuals.timeElapsed.fraction * widening)
    downtime = PredictionInterval.around(
      pause.total, of: ended.compactMap { $0.pause?.total },
      residual: residuals.downtime.fraction)
  }

  /// Least pages that a round dirtied, as a share of the threshold that it had to meet.
  private static func nearness(_ run: MigrationReport) -> Double? {
    run.rounds.filter { $0.endCause == .belowThreshold && $0.number > 1 && $0.threshold > 0 }
      .map { Double($0.pagesDirtied * PageCount.bytesPerPage) / Double($0.threshold) }.min()
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
