import MigrationModel
import Quantities

/// How far off a prediction may be: what its offsets spread, what the errors of its profile's
/// constants make of it, and what the profile left unexplained.
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

  /// `noise` is the profile's residuals, grown by how far the scenario is beyond what they were
  /// found on.
  init(
    prediction: Prediction, of figures: MigrationFigures, noise: ResidualNoise,
    spread: ParameterSpread
  ) {
    let ended = prediction.reports.filter { $0.outcome == .completed }
    if ended.count < prediction.reports.count, !ended.isEmpty {
      notes.append(
        "may not converge: \(prediction.reports.count - ended.count) of "
          + "\(prediction.reports.count) offsets don't")
    }
    guard prediction.outcome == .completed, let time = figures.time(prediction.byTime),
      let pause = figures.downtime(prediction.byPause)
    else { return }
    timeElapsed = PredictionInterval.around(
      time, of: ended.compactMap(figures.time), noise: time.seconds * noise.time,
      parameters: spread.time)
    if prediction.typical.isNearEdge, let ratio = prediction.typical.edgeRatio {
      let round = prediction.typical.rounds.dropLast().suffix(4).map(\.duration).max() ?? .zero
      timeElapsed?[1] += (round * PredictionInterval.roundsAtEdge).wholeMilliseconds
      notes.append(
        "near the edge of convergence: the last rounds dirty \(Int(ratio * 100)) % of what may "
          + "be left, so how many rounds it takes is luck")
    }
    // Of pages that take long to send, the time is as sure as the total's.
    let pages = prediction.byPause.pause?.pages ?? .zero
    let long = max(0, (pages - .seconds(1)).seconds)
    downtime = PredictionInterval.around(
      pause, of: ended.compactMap(figures.downtime),
      noise: max(0, pause.seconds - long) * noise.downtime + long * noise.time,
      parameters: spread.downtime)
    if let most = timeElapsed?[1], let high = downtime?[1] { downtime?[1] = min(high, most) }
    notes += spread.notes
  }

  /// Offsets' spread, residual noise and the constants' errors are independent, so their squares
  /// add; the latter two are standard deviations in seconds.
  private static func around(
    _ value: Span, of all: [Span], noise: Double, parameters: Double
  ) -> [Int64] {
    let deviation = (noise * noise + parameters * parameters).squareRoot() * quantile
    func away(_ spread: Double) -> Double {
      (spread * spread + deviation * deviation).squareRoot()
    }
    let low = away((value - (all.min() ?? value)).seconds)
    let high = away(((all.max() ?? value) - value).seconds)
    return [
      Span(rounding: max(0, value.seconds - low)).wholeMilliseconds,
      Span(rounding: value.seconds + high).wholeMilliseconds,
    ]
  }
}
