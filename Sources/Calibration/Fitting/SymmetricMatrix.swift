import CGSL

/// A small symmetric matrix, positive definite: what least squares leave.
struct SymmetricMatrix: Sendable, Equatable {
  let size: Int
  /// Row by row.
  private(set) var elements: [Double]

  init(size: Int) {
    self.size = size
    elements = Array(repeating: 0, count: size * size)
  }

  subscript(_ row: Int, _ column: Int) -> Double {
    get { elements[row * size + column] }
    set { elements[row * size + column] = newValue }
  }

  /// Adds `weight · row · rowᵀ`.
  mutating func add(outerProductOf row: [Double], weight: Double) {
    for i in 0..<size where row[i] != 0 {
      let scaled = weight * row[i]
      for j in 0..<size { elements[i * size + j] += scaled * row[j] }
    }
  }

  mutating func add(_ other: SymmetricMatrix, weight: Double) {
    for index in elements.indices { elements[index] += weight * other.elements[index] }
  }

  func scaled(by factor: Double) -> SymmetricMatrix {
    var scaled = self
    for index in elements.indices { scaled.elements[index] *= factor }
    return scaled
  }

  /// x of A·x = b, by Cholesky's factors; nil where A is not positive definite.
  func solving(_ right: [Double]) -> [Double]? {
    gsl_set_error_handler_off()
    guard let matrix = gsl_matrix_alloc(size, size), let vector = gsl_vector_alloc(size) else {
      return nil
    }
    defer {
      gsl_matrix_free(matrix)
      gsl_vector_free(vector)
    }
    for i in 0..<size {
      gsl_vector_set(vector, i, right[i])
      for j in 0..<size { gsl_matrix_set(matrix, i, j, self[i, j]) }
    }
    guard gsl_linalg_cholesky_decomp1(matrix) == 0,
      gsl_linalg_cholesky_svx(matrix, vector) == 0
    else { return nil }
    let solution = (0..<size).map { gsl_vector_get(vector, $0) }
    return solution.allSatisfy(\.isFinite) ? solution : nil
  }
}

extension SymmetricMatrix {
  /// rowᵀ·A·row.
  func variance(along row: [Double]) -> Double {
    var sum = 0.0
    for i in 0..<size where row[i] != 0 {
      for j in 0..<size { sum += row[i] * self[i, j] * row[j] }
    }
    return max(0, sum)
  }

  /// Of a covariance: from −1 to 1, 0 where one of both does not vary.
  func correlation(_ row: Int, _ column: Int) -> Double {
    let scale = (self[row, row] * self[column, column]).squareRoot()
    return scale > 0 ? max(-1, min(1, self[row, column] / scale)) : 0
  }
}
