/// Eigenvalues and eigenvectors of a symmetric matrix, the largest first, by cyclic Jacobi rotations (Golub & Van Loan,
/// "Matrix Computations", section 8.5): O(n³) a sweep, a handful of sweeps; for some tens of rows.
public struct SymmetricEigenvalues: Sendable {
  /// The largest first.
  public let values: [Double]
  /// Unit vectors, orthogonal to each other.
  public let vectors: [[Double]]

  /// Decomposes a symmetric matrix given as its rows.
  public init(_ rows: [[Double]]) {
    var matrix = rows
    let count = rows.count
    var basis = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0.0 } }
    let total = (0..<count).reduce(0) { $0 + matrix[$1][$1].magnitude }
    for _ in 0..<60 {
      var rest = 0.0
      for row in 0..<count { for column in 0..<row { rest += matrix[row][column] * matrix[row][column] } }
      if rest <= 1e-30 * total * total { break }
      for p in 0..<count {
        for q in (p + 1)..<max(count, p + 1) where matrix[p][q] != 0 {
          SymmetricEigenvalues.rotate(&matrix, &basis, p, q)
        }
      }
    }
    let order = (0..<count).sorted { (matrix[$0][$0], $1) > (matrix[$1][$1], $0) }
    values = order.map { matrix[$0][$0] }
    vectors = order.map { axis in (0..<count).map { basis[$0][axis] } }
  }

  /// Turns rows and columns p and q so that their common entry becomes zero.
  private static func rotate(_ matrix: inout [[Double]], _ basis: inout [[Double]], _ p: Int, _ q: Int) {
    let turn = JacobiRotation((matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]))
    for k in matrix.indices {
      (matrix[k][p], matrix[k][q]) = turn.applied(matrix[k][p], matrix[k][q])
    }
    for k in matrix.indices {
      (matrix[p][k], matrix[q][k]) = turn.applied(matrix[p][k], matrix[q][k])
      (basis[k][p], basis[k][q]) = turn.applied(basis[k][p], basis[k][q])
    }
  }
}
