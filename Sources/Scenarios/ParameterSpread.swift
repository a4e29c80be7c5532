import MigrationModel
import Quantities

/// What the standard errors of a profile's constants make of a prediction, by the delta method.
///
/// Each constant is moved by half its error to either side, and the engine run again at the same
/// offsets. The mean change over them stands for the slope: a single offset's time jumps where a
/// round is added. Errors times slopes and the correlations then give the variance.
struct ParameterSpread {
  /// Standard deviations, in seconds.
  private(set) var time = 0.0
  private(set) var downtime = 0.0
  private(set) var notes: [String] = []

  /// Slopes are those of the fluid model, whatever the prediction's own fidelity: they are about
  /// the same, cost far less, and have no luck in them.
  init(of scenario: Scenario, _ prediction: Prediction) {
    guard prediction.outcome == .completed else { return }
    var input = scenario.input
    input.fidelity = .fluid
    let prediction =
      scenario.input.fidelity == .fluid || scenario.uncertainParameters.isEmpty
      ? prediction : MigrationModel.predict(input)
    // An end that would take far longer than the scenario itself says nothing of its neighbourhood.
    let most = 10 * input.leastSeconds
    func end(_ moved: (input: MigrationInput, by: Double)) -> (prediction: Prediction, by: Double) {
      guard moved.by != 0, moved.input.leastSeconds <= most else { return (prediction, 0) }
      return (MigrationModel.predict(moved.input), moved.by)
    }
    var slopes: [(path: String, time: Double, downtime: Double)] = []
    for parameter in scenario.uncertainParameters {
      let step = max(parameter.error / 2, parameter.resolution)
      let more = end(parameter.moved(input, step))
      let less = end(parameter.moved(input, -step))
      guard more.by > less.by else { continue }
      let base = (prediction: prediction, by: 0.0)
      func change(_ figure: (MigrationReport) -> Span?) -> Double? {
        // Where it does not converge at one side, the other tells.
        for (low, high) in [(less, more), (less, base), (base, more)] where high.by > low.by {
          if let mean = ParameterSpread.meanChange(
            from: low.prediction, to: high.prediction, figure)
          {
            return mean * parameter.error / (high.by - low.by)
          }
        }
        return nil
      }
      guard let time = change(\.totalTime), let downtime = change(\.downtime) else {
        notes.append(
          "may not converge: it doesn't at either side of \(excerpt(parameter.path)), half its "
            + "standard error away")
        continue
      }
      slopes.append((parameter.path, time, downtime))
    }
    for one in slopes {
      for other in slopes {
        let correlation = scenario.correlation(between: one.path, other.path)
        time += one.time * other.time * correlation
        downtime += one.downtime * other.downtime * correlation
      }
    }
    // A correlation that rounding made slightly impossible may leave less than nothing.
    time = max(0, time).squareRoot()
    downtime = max(0, downtime).squareRoot()
  }

  /// The mean over offsets that complete on both sides; nil where none does.
  private static func meanChange(
    from less: Prediction, to more: Prediction, _ figure: (MigrationReport) -> Span?
  ) -> Double? {
    let changes = zip(less.reports, more.reports).compactMap { before, after -> Double? in
      guard before.outcome == .completed, after.outcome == .completed,
        let first = figure(before), let last = figure(after)
      else { return nil }
      return (last - first).seconds
    }
    return changes.isEmpty ? nil : changes.reduce(0, +) / Double(changes.count)
  }
}
