import EventKernel
import MigrationModel

/// A fit's surroundings, made straight: how each run pulls at the constants, so that leaving runs
/// out or drawing them again is a step of linear algebra and no new fit.
struct FitGeometry: Sendable {
  let fit: Fit
  let result: Fit.Result
  /// Of each run: the curvature and the slope that it gives the sum of squares.
  private let curvatures: [SymmetricMatrix]
  private let slopes: [[Double]]
  private let weights: [[Double]]
  private let prior: [Double]
  private let whole: SymmetricMatrix

  init(_ fit: Fit, _ result: Fit.Result) {
    self.fit = fit
    self.result = result
    let size = fit.parameters.count
    var curvatures: [SymmetricMatrix] = []
    var slopes: [[Double]] = []
    // Each run with its own weight: those of repetitions that the fit passed over vary as well.
    weights = fit.weights(result.residuals, result.scatters, ofAllRepetitions: true)
    for index in fit.runs.indices {
      var curvature = SymmetricMatrix(size: size)
      var slope = Array(repeating: 0.0, count: size)
      for (row, weight) in zip(result.derivatives[index].indices, weights[index]) {
        guard let residual = result.residuals[index][row] else { continue }
        let derivative = result.derivatives[index][row]
        curvature.add(outerProductOf: derivative, weight: weight)
        for column in 0..<size { slope[column] += weight * residual * derivative[column] }
      }
      curvatures.append(curvature)
      slopes.append(slope)
    }
    self.curvatures = curvatures
    self.slopes = slopes
    prior = fit.parameters.map { 1 / ($0.spread * $0.spread) }
    var whole = SymmetricMatrix(size: size)
    for curvature in curvatures { whole.add(curvature, weight: 1) }
    self.whole = whole
  }

  private func withPrior(_ data: SymmetricMatrix) -> SymmetricMatrix {
    var sum = data
    for index in prior.indices { sum[index, index] += prior[index] }
    return sum
  }

  /// How much of what is known of each constant comes from the runs: 0 where all of it was thought
  /// beforehand, 1 where the runs decide.
  var shareFromRuns: [Double] {
    let matrix = withPrior(whole)
    return prior.indices.map { index in
      var unit = Array(repeating: 0.0, count: prior.count)
      unit[index] = 1
      let variance = matrix.solving(unit)?[index] ?? 1 / prior[index]
      return max(0, 1 - variance * prior[index])
    }
  }

  /// How the constants move when some runs are left out, in free numbers.
  private func shift(without left: [Int]) -> [Double] {
    var matrix = whole
    var slope = Array(repeating: 0.0, count: prior.count)
    for run in left {
      matrix.add(curvatures[run], weight: -1)
      for column in slope.indices { slope[column] += slopes[run][column] }
    }
    return withPrior(matrix).solving(slope) ?? Array(repeating: 0, count: prior.count)
  }

  /// The constants' free numbers without some runs: as far along that step as it makes the model
  /// meet the others better, which is seen by running it. A line through a bent model says where to
  /// go and not how far.
  func refitted(without left: [Int]) -> [Double] {
    let absent = Set(left)
    let others = fit.runs.indices.filter { !absent.contains($0) }
    let part = Fit(others.map { fit.runs[$0] }, parameters: fit.parameters, start: fit.start)
    let step = zip(shift(without: left), fit.parameters).map {
      max(-$1.spread, min($1.spread, $0))
    }
    var best = result.free
    var least = distance(best, others.map { result.residuals[$0] }, of: others)
    for share in FitGeometry.shares {
      let moved = zip(result.free, step).map { $0 + share * $1 }
      let found = distance(moved, part.residuals(moved), of: others)
      if found < least { (best, least) = (moved, found) }
    }
    return best
  }

  private static let shares = [1, 0.5, 0.25]
  /// What the model says nothing of counts as so many scatters off.
  private static let unsaid = 5.0

  /// The sum of squares of some runs' residuals and of the constants' ways from where they were
  /// thought to lie.
  private func distance(_ free: [Double], _ residuals: [[Double?]], of runs: [Int]) -> Double {
    let ofRuns = zip(runs, residuals).reduce(0.0) { sum, one in
      zip(weights[one.0], one.1).reduce(sum) { sum, one in
        sum + (one.1.map { one.0 * $0 * $0 } ?? FitGeometry.unsaid * FitGeometry.unsaid)
      }
    }
    let away = zip(free, fit.parameters).map { $0 - $1.bounds.free($1.start) }
    return zip(away, prior).reduce(ofRuns) { $0 + $1.1 * $1.0 * $1.0 }
  }

  /// How much less sure a figure is of those that are left out, as a variance: along its
  /// derivative, what the others leave open and they would have told.
  func variance(along derivative: [Double], addedWithout left: [Int]) -> Double {
    var without = whole
    for run in left { without.add(curvatures[run], weight: -1) }
    func variance(_ data: SymmetricMatrix) -> Double? {
      withPrior(data).solving(derivative).map { solved in
        zip(derivative, solved).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    guard let all = variance(whole), let fewer = variance(without) else { return 0 }
    return max(0, fewer - all)
  }

  /// Covariance of the constants' free numbers by the bootstrap over runs (Efron and Tibshirani
  /// 1993, doi:10.1201/9780429246593): runs drawn anew with replacement, and what was thought
  /// beforehand drawn from its own spread, each followed by one linear step.
  func covariance(draws: Int, seed: UInt64) -> SymmetricMatrix {
    var random = RandomStream(seed: seed, component: "bootstrap")
    let size = prior.count
    var covariance = SymmetricMatrix(size: size)
    var drawn = 0.0
    for _ in 0..<draws {
      var times = Array(repeating: 0.0, count: curvatures.count)
      for _ in curvatures { times[Int(random.below(UInt64(curvatures.count)))] += 1 }
      var matrix = SymmetricMatrix(size: size)
      var slope = Array(repeating: 0.0, count: size)
      for (run, count) in times.enumerated() where count > 0 {
        matrix.add(curvatures[run], weight: count)
        // The mean slope at the solution is that of the prior, not 0.
        for column in 0..<size { slope[column] -= (count - 1) * slopes[run][column] }
      }
      for (run, count) in times.enumerated() where count == 0 {
        for column in 0..<size { slope[column] += slopes[run][column] }
      }
      for index in 0..<size { slope[index] += prior[index].squareRoot() * random.normal() }
      guard let moved = withPrior(matrix).solving(slope) else { continue }
      covariance.add(outerProductOf: moved, weight: 1)
      drawn += 1
    }
    return covariance.scaled(by: 1 / max(1, drawn))
  }
}

extension RandomStream {
  /// Nearly normal: twelve uniform draws less six, the same bits on every machine.
  fileprivate mutating func normal() -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + unit() }
  }
}
