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
  private let prior: [Double]
  private let whole: SymmetricMatrix

  init(_ fit: Fit, _ result: Fit.Result) {
    self.fit = fit
    self.result = result
    let size = fit.parameters.count
    var curvatures: [SymmetricMatrix] = []
    var slopes: [[Double]] = []
    // Each run with its own weight: those of repetitions that the fit passed over vary as well.
    let allWeights = fit.weights(result.residuals, result.scatters, ofAllRepetitions: true)
    for index in fit.runs.indices {
      let weights = allWeights[index]
      var curvature = SymmetricMatrix(size: size)
      var slope = Array(repeating: 0.0, count: size)
      for (row, weight) in zip(result.derivatives[index].indices, weights) {
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
  func shift(without left: [Int]) -> [Double] {
    var matrix = whole
    var slope = Array(repeating: 0.0, count: prior.count)
    for run in left {
      matrix.add(curvatures[run], weight: -1)
      for column in slope.indices { slope[column] += slopes[run][column] }
    }
    return withPrior(matrix).solving(slope) ?? Array(repeating: 0, count: prior.count)
  }

  /// The same, no constant moved by more than what was thought of it beforehand: beyond, a line
  /// says nothing of a fit.
  func boundedShift(without left: [Int]) -> [Double] {
    zip(shift(without: left), fit.parameters).map { max(-$1.spread, min($1.spread, $0)) }
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
