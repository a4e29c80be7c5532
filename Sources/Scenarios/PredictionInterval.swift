import MigrationModel
import Quantities

/// How far off a prediction may be: what its offsets spread, and what its profile left unexplained.
///
/// They are about the figures of whoever manages the migration: libvirt's, or where there is no
/// manager QEMU's. The guest's touched memory is taken as given. Intervals from the uncertainty of
/// fitted constants need a calibration.
struct PredictionInterval {
  /// The share of runs that an interval should hold.
  static let level = 0.9
  /// Standard normal quantile of (1 + level)/2.
  private static let quantile = 1.645
  /// Near the edge of convergence, a run may take so many of its last rounds more: one took 55.
  private static let roundsAtEdge: Int64 = 64

  private(set) var totalTime: [Int64]?
  private(set) var downtime: [Int64]?
  private(set) var notes: [String] = []

  /// - Parameter roundsLeft: at most so many more may come, by the stop rule; nil sets no limit.
  init(prediction: Prediction, residuals: HostProfile.Residuals, roundsLeft: Int? = nil) {
    let ended = prediction.reports.filter { $0.outcome == .completed }
    if ended.count < prediction.reports.count, !ended.isEmpty {
      notes.append(
        "may not converge: \(prediction.reports.count - ended.count) of "
          + "\(prediction.reports.count) offsets don't")
    }
    guard prediction.outcome == .completed, let time = prediction.byTime.totalTime,
      let pause = prediction.byPause.pause, let downtime = prediction.byPause.downtime
    else { return }
    totalTime = PredictionInterval.around(
      time, of: ended.compactMap(\.totalTime), residual: residuals.timeElapsed.fraction)
    if prediction.typical.isNearEdge, let ratio = prediction.typical.edgeRatio {
      let round = prediction.typical.rounds.dropLast().suffix(4).map(\.duration).max() ?? .zero
      let more = min(PredictionInterval.roundsAtEdge, Int64(roundsLeft ?? .max))
      totalTime?[1] += (round * more).wholeMilliseconds
      notes.append(
        "near the edge of convergence: the last rounds dirty \(Int(ratio * 100)) % of what "
          + (prediction.typical.sendsWholePasses ? "they send" : "may be left")
          + ", so how many rounds it takes is luck")
    }
    // Of pages that take long to send, the time is as sure as the total's.
    let long = min(downtime.seconds, max(0, (pause.pages - .seconds(1)).seconds))
    let noise =
      (downtime.seconds - long) * residuals.downtime.fraction
      + long * residuals.timeElapsed.fraction
    self.downtime = PredictionInterval.around(
      downtime, of: ended.compactMap(\.downtime), residual: noise / max(1e-9, downtime.seconds))
    if let most = totalTime?[1], let high = self.downtime?[1] {
      self.downtime?[1] = min(high, most)
    }
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
