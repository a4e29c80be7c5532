import MigrationModel

extension Fit {
  /// Values worth a look at besides: the model's figures hang on these constants in steps, which no
  /// derivative sees across. What a kernel charges a segment is one of two sums
  /// (`skb->truesize` with few drivers and with many), and threads wake within a timer's slack or
  /// within a busy processor's turn.
  private static let candidates: [(path: String, values: [Double])] = [
    ("host.tcp-segment-cost", [2304, 4352]),
    ("host.wake-up", [0.0002, 0.0006, 0.0015, 0.003]),
  ]

  /// The best of a point and of those where such constants have other values.
  func bestNearby(_ free: [Double], _ scatters: Scatters) -> [Double] {
    var best = free
    var least = objective(free, scatters)
    for (path, values) in Fit.candidates {
      guard let index = parameters.firstIndex(where: { $0.path == path }) else { continue }
      let from = best
      for value in values {
        var moved = from
        moved[index] = parameters[index].bounds.free(value)
        let found = objective(moved, scatters)
        if found < least { (best, least) = (moved, found) }
      }
    }
    return best
  }

  /// What the fit minimises: Huber's loss of all residuals, and the distance from what was thought
  /// beforehand.
  private func objective(_ free: [Double], _ scatters: Scatters) -> Double {
    let residuals = residuals(free)
    let middle = MiddleRepetitions(runs, residuals)
    var sum = 0.0
    for (index, run) in runs.enumerated() {
      for (observation, residual) in zip(run.observations, residuals[index]) {
        let scatter = scatters.scatter(of: observation.kind, in: run)
        // What the model can't say counts as far off.
        let far = residual.map { $0.magnitude / scatter } ?? 5
        let loss = far <= Fit.clip ? far * far / 2 : Fit.clip * (far - Fit.clip / 2)
        sum += loss * observation.weight * middle.weight(of: observation.kind, run: index)
      }
    }
    for (parameter, value) in zip(parameters, free) {
      let away = (value - parameter.bounds.free(parameter.start)) / parameter.spread
      sum += away * away / 2
    }
    return sum
  }
}
