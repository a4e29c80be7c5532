import MigrationModel
import Quantities

/// How far off a prediction may be: what its offsets spread, what the errors of its profile's
/// constants make of it, and what the profile left unexplained.
///
/// They are about the figures of whoever manages the migration: libvirt's, or where there is no
/// manager QEMU's.
struct PredictionInterval {
  /// Near the edge of convergence, a run may take so many of its last rounds more: one took 55.
  private static let roundsAtEdge: Int64 = 64

  private(set) var totalTime: [Int64]?
  private(set) var downtime: [Int64]?
  private(set) var notes: [String] = []

  /// `noise` is the profile's residuals, grown by how far the scenario is beyond what they were
  /// found on.
  ///
  /// - Parameter roundsLeft: at most so many more may come, by the stop rule; nil sets no limit.
  init(
    prediction: Prediction, noise: ResidualNoise, spread: ParameterSpread, roundsLeft: Int? = nil
  ) {
    let ended = prediction.reports.filter { $0.outcome == .completed }
    if ended.count < prediction.reports.count, !ended.isEmpty {
      let count = "\(prediction.reports.count - ended.count) of \(prediction.reports.count) runs"
      let fails = prediction.reports.contains { $0.outcome.word == "failed" }
      notes.append(fails ? "may fail: \(count) do" : "may not converge: \(count) don't")
    }
    // What the timeout ends has an end too.
    let ends = prediction.reports.filter { $0.outcome.endsAtAll }.compactMap(\.totalTime)
    if case .aborted = prediction.outcome, !ended.isEmpty,
      let limit = prediction.byTime.totalTime
    {
      totalTime = PredictionInterval.around(
        limit, of: ends, noise: limit.seconds * noise.time, parameters: 0)
      totalTime?[1] = limit.wholeMilliseconds
    }
    guard prediction.outcome == .completed, let time = prediction.byTime.totalTime,
      let downtime = prediction.byPause.downtime
    else { return }
    totalTime = PredictionInterval.around(
      time, of: ends, noise: time.seconds * noise.time, parameters: spread.time)
    if prediction.typical.isNearEdge, let ratio = prediction.typical.edgeRatio {
      let round = prediction.typical.steadyRounds.map(\.duration).max() ?? .zero
      let more = min(PredictionInterval.roundsAtEdge, Int64(roundsLeft ?? .max))
      totalTime?[1] += (round * more).wholeMilliseconds
      notes.append(
        "near the edge of convergence: the last rounds dirty \(Int(ratio * 100)) % of what "
          + (prediction.typical.sendsWholePasses ? "they send" : "may be left")
          + ", so how many rounds it takes is luck")
    }
    // Of pages that take long to send, and of a guest that was suspended, the time is as sure as
    // the total's.
    let pages = prediction.byPause.pause?.pages ?? .zero
    let suspended = prediction.byPause.isManaged ? prediction.byPause.pause?.suspended : nil
    let long = min(
      downtime.seconds,
      max(0, (pages - .seconds(1)).seconds) + (suspended ?? .zero).seconds)
    self.downtime = PredictionInterval.around(
      downtime, of: ended.compactMap(\.downtime),
      noise: (downtime.seconds - long) * noise.downtime + long * noise.time,
      parameters: spread.downtime)
    if let most = totalTime?[1], let high = self.downtime?[1] {
      self.downtime?[1] = min(high, most)
    }
    notes += spread.notes
  }

  /// Offsets' spread, residual noise and the constants' errors are independent, so their squares
  /// add; the latter two are standard deviations in seconds.
  private static func around(
    _ value: Span, of all: [Span], noise: Double, parameters: Double
  ) -> [Int64] {
    let middle = value.seconds
    guard middle > 0 else { return [0, 0] }
    let deviation =
      (noise * noise + parameters * parameters).squareRoot() / middle * IntervalShape.quantile
    func away(_ furthest: Span?) -> Double {
      let spread = IntervalShape.away(of: max(1e-9, (furthest ?? value).seconds), from: middle)
      return (spread * spread + deviation * deviation).squareRoot()
    }
    return [
      IntervalShape.low(middle, away: away(all.min())),
      IntervalShape.high(middle, away: away(all.max())),
    ].map { Span(rounding: $0).wholeMilliseconds }
  }
}

extension Outcome {
  fileprivate var endsAtAll: Bool {
    switch self {
    case .completed, .aborted, .failed: true
    case .notConverged, .refused: false
    }
  }
}
