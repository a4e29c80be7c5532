import MigrationModel

/// Constants that make the model say what runs showed, by robust nonlinear least squares.
///
/// Residuals are differences of logarithms, so that each figure counts by its relative error,
/// weighted by the scatter of its kind, which the runs themselves tell; outliers pull no harder
/// than `Fit.clip` scatters. What is thought of each constant beforehand counts as one more
/// observation of it.
struct Fit: Sendable {
  let runs: [TrainingRun]
  let parameters: [Parameter]
  let start: FittedConstants
  /// For each run, the parameters that it may depend on.
  private let dependences: [[Int]]

  /// Offsets in a fit; the mean over them changes smoothly.
  static let offsets = 3
  /// Residuals beyond so many scatters count less (Huber, doi:10.1214/aoms/1177703732).
  static let clip = 1.5
  /// Derivatives are taken over wide steps first, which look past small dents, then narrower.
  static let widths = [0.4, 0.2, 0.1, finest]
  private static let finest = 0.1
  private static let steps = 12

  init(_ runs: [TrainingRun], parameters: [Parameter], start: FittedConstants) {
    self.runs = runs
    self.parameters = parameters
    self.start = start
    dependences = runs.map { run in
      parameters.indices.filter { run.mayDepend(on: parameters[$0].path) }
    }
  }

  func constants(_ free: [Double]) -> FittedConstants {
    var constants = start
    for (parameter, free) in zip(parameters, free) {
      constants[parameter.path] = parameter.bounds.value(free)
    }
    return constants
  }

  /// Differences of logarithms, predicted less measured, run by run; nil where the model says
  /// nothing, as of a run that does not converge.
  func residuals(_ free: [Double]) -> [[Double?]] {
    let constants = constants(free)
    return parallelMap(runs) { residuals(of: $0, constants) }
  }

  private func residuals(of run: TrainingRun, _ constants: FittedConstants) -> [Double?] {
    var input = constants.input(of: run)
    input.offsets = Fit.offsets
    return zip(run.predictions(input, touched: constants.touched(of: run)), run.observations).map {
      predicted, observation in predicted.map { $0 - observation.logarithm }
    }
  }

  /// For each run and observation, how the residual changes with each of the parameters.
  ///
  /// - Parameter width: the step to each side, in spreads of the parameter: so wide that the jumps
  ///   of single rounds even out.
  func derivatives(_ free: [Double], width: Double = Fit.widths.last ?? 0.1) -> [[[Double]]] {
    let constants = constants(free)
    return parallelMap(Array(runs.indices)) { index in
      let run = runs[index]
      let columns = dependences[index].map { parameter in
        let step = width * parameters[parameter].spread
        func moved(_ by: Double) -> [Double?] {
          var moved = constants
          let one = parameters[parameter]
          moved[one.path] = one.bounds.value(free[parameter] + by)
          return self.residuals(of: run, moved)
        }
        return zip(moved(step), moved(-step)).map { above, below -> Double in
          guard let above, let below else { return 0 }
          return (above - below) / (2 * step)
        }
      }
      return run.observations.indices.map { row in
        var all = Array(repeating: 0.0, count: parameters.count)
        for (place, parameter) in dependences[index].enumerated() {
          all[parameter] = columns[place][row]
        }
        return all
      }
    }
  }
}

extension Fit {
  /// What a fit comes to.
  struct Result: Sendable {
    /// The parameters' free numbers.
    var free: [Double]
    var constants: FittedConstants
    /// Differences of logarithms, and what they change by, at the solution.
    var residuals: [[Double?]]
    var derivatives: [[[Double]]]
    var scatters: Scatters
    var isConverged: Bool
  }

  func solve() throws(CalibrationProblem) -> Result {
    var free = parameters.map { $0.bounds.free($0.start) }
    var isConverged = false
    for width in Fit.widths {
      let fit = width > Fit.finest ? thinned ?? self : self
      (free, isConverged) = try fit.round(from: free, width: width)
    }
    let residuals = residuals(free)
    return Result(
      free: free, constants: constants(free), residuals: residuals,
      derivatives: derivatives(free),
      scatters: Scatters(runs: runs, residuals: residuals),
      isConverged: isConverged)
  }

  /// So many runs find the neighbourhood of the solution; all of them then find the solution.
  private static let mostWide = 120

  /// A fit to every second run, or third and so on, where there are many; nil where there are not.
  private var thinned: Fit? {
    let stride = (runs.count + Fit.mostWide - 1) / Fit.mostWide
    guard stride > 1 else { return nil }
    let fewer = runs.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
    return Fit(fewer, parameters: parameters, start: start)
  }

  /// One round's solution, and after a wide one the best beside it.
  private func round(
    from free: [Double], width: Double
  ) throws(CalibrationProblem) -> (free: [Double], isConverged: Bool) {
    let now = residuals(free)
    let scatters = Scatters(runs: runs, residuals: now)
    let solution = try LeastSquares.solve(
      problem(from: free, now, scatters, width: width), steps: Fit.steps)
    let found = solution.parameters
    return (
      width > Fit.finest ? bestNearby(found, scatters) : found, solution.isConverged
    )
  }

  private func problem(
    from free: [Double], _ residuals: [[Double?]], _ scatters: Scatters, width: Double
  ) -> LeastSquares.Problem {
    let weights = self.weights(residuals, scatters).flatMap(\.self)
    let middles = parameters.map { $0.bounds.free($0.start) }
    let priors = parameters.map { 1 / ($0.spread * $0.spread) }
    let identity = parameters.indices.map { row in parameters.indices.map { $0 == row ? 1.0 : 0 } }
    return LeastSquares.Problem(
      start: free, weights: weights + priors,
      residuals: { free in
        let now = self.residuals(free)
        return self.runs.indices.flatMap { run in
          zip(now[run], self.substitutes(of: run, residuals[run], scatters)).map { $0 ?? $1 }
        } + zip(free, middles).map { $0 - $1 }
      },
      derivatives: { free in
        self.derivatives(free, width: width).flatMap(\.self) + identity
      })
  }

  /// What counts where the model says nothing: somewhat further off than where it began.
  private func substitutes(
    of run: Int, _ before: [Double?], _ scatters: Scatters
  ) -> [Double] {
    zip(runs[run].observations, before).map { observation, before in
      let further = 3 * scatters.scatter(of: observation.kind, in: runs[run])
      guard let before else { return 0 }
      return before < 0 ? before - further : before + further
    }
  }

  /// Of each run's observations: 1 over the scatter's square, less where one is far off, nothing
  /// where the model says nothing, and of repetitions the middle ones only.
  func weights(
    _ residuals: [[Double?]], _ scatters: Scatters, ofAllRepetitions: Bool = false
  ) -> [[Double]] {
    let middle = MiddleRepetitions(runs, residuals)
    return runs.indices.map { run in
      zip(runs[run].observations, residuals[run]).map { observation, residual in
        guard let residual else { return 0 }
        let scatter = scatters.scatter(of: observation.kind, in: runs[run])
        let far = residual.magnitude / scatter
        let robust = far <= Fit.clip ? 1 : Fit.clip / far
        let share = ofAllRepetitions ? 1 : middle.weight(of: observation.kind, run: run)
        return observation.weight * robust * share / (scatter * scatter)
      }
    }
  }
}
