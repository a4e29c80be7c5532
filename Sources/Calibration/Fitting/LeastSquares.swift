import CGSL

/// Nonlinear least squares by GSL's trust region (`gsl_multifit_nlinear`, Levenberg–Marquardt).
///
/// The model's figures jump where a round more or less is needed, so derivatives over steps as
/// small as GSL would choose say nothing: whoever asks gives residuals with their derivatives over
/// steps of a sensible size.
struct LeastSquares {
  /// What is minimised: half the sum of `weights` times the squares of the residuals.
  struct Problem {
    let start: [Double]
    let weights: [Double]
    let residuals: ([Double]) -> [Double]
    /// A row for each residual, a column for each parameter.
    let derivatives: ([Double]) -> [[Double]]
  }

  struct Solution {
    var parameters: [Double]
    /// False where the steps ran out before it stood still.
    var isConverged: Bool
  }

  /// - Parameter steps: the most that are taken.
  static func solve(_ problem: Problem, steps: Int) throws(CalibrationProblem) -> Solution {
    let count = problem.weights.count
    let size = problem.start.count
    precondition(count >= size && size > 0, "\(count) residuals for \(size) parameters")
    gsl_set_error_handler_off()
    var settings = gsl_multifit_nlinear_default_parameters()
    guard
      let workspace = gsl_multifit_nlinear_alloc(ferry_gsl_trust_region(), &settings, count, size),
      let start = gsl_vector_alloc(size), let weights = gsl_vector_alloc(count)
    else { throw CalibrationProblem("there is not enough memory for \(count) residuals") }
    defer {
      gsl_multifit_nlinear_free(workspace)
      gsl_vector_free(start)
      gsl_vector_free(weights)
    }
    start.fill(problem.start)
    weights.fill(problem.weights)
    let box = Box(problem)
    var function = gsl_multifit_nlinear_fdf()
    function.n = count
    function.p = size
    function.params = Unmanaged.passUnretained(box).toOpaque()
    function.f = { point, box, residuals in
      guard let point, let box, let residuals else { return -1 }
      let problem = Unmanaged<Box>.fromOpaque(box).takeUnretainedValue().problem
      return residuals.fillChecked(problem.residuals(point.values))
    }
    function.df = { point, box, matrix in
      guard let point, let box, let matrix else { return -1 }
      let problem = Unmanaged<Box>.fromOpaque(box).takeUnretainedValue().problem
      for (row, values) in problem.derivatives(point.values).enumerated() {
        for (column, value) in values.enumerated() { gsl_matrix_set(matrix, row, column, value) }
      }
      return 0
    }
    var reason: Int32 = 0
    let code = withExtendedLifetime(box) {
      let begun = gsl_multifit_nlinear_winit(start, weights, &function, workspace)
      guard begun == 0 else { return begun }
      return gsl_multifit_nlinear_driver(
        steps, 1e-5, 1e-8, 1e-8, nil, nil, &reason, workspace)
    }
    // Out of steps, or no step makes it better: where it stands is what there is to have.
    guard code == 0 || code == Int32(GSL_EMAXITER) || code == Int32(GSL_ENOPROG)
    else {
      throw CalibrationProblem(
        "the fit broke down: \(String(cString: gsl_strerror(code)))",
        remedy: "are the records' figures of one kind of migration?")
    }
    guard let position = gsl_multifit_nlinear_position(workspace) else {
      preconditionFailure("a workspace has no position")
    }
    return Solution(
      parameters: UnsafePointer(position).values,
      isConverged: code != Int32(GSL_EMAXITER))
  }

  private final class Box {
    let problem: Problem
    init(_ problem: Problem) { self.problem = problem }
  }
}

extension UnsafePointer<gsl_vector> {
  fileprivate var values: [Double] { (0..<pointee.size).map { gsl_vector_get(self, $0) } }
}

extension UnsafeMutablePointer<gsl_vector> {
  fileprivate func fill(_ values: [Double]) {
    for (index, value) in values.enumerated() { gsl_vector_set(self, index, value) }
  }

  /// GSL is told where a residual is no number, and takes a smaller step.
  fileprivate func fillChecked(_ values: [Double]) -> Int32 {
    guard values.allSatisfy(\.isFinite) else { return Int32(GSL_EBADFUNC) }
    fill(values)
    return 0
  }
}
