/// The directions in which a set of vectors has most of its energy: the eigenvectors of Σ v·vᵀ, largest first.
///
/// The mean is not taken away: a filter's constant part counts. Cyclic Jacobi rotations (Golub & Van Loan, "Matrix
/// Computations", section 8.5) on the n×n matrix, n³ a sweep, for vectors of some tens of entries.
public struct PrincipalAxes: Sendable {
  /// Unit vectors, orthogonal to each other.
  public let axes: [[Double]]
  /// The energy Σ (v·axis)² along each.
  public let variances: [Double]

  /// The axes of a set of vectors of one length.
  public init(_ vectors: [[Double]]) {
    let count = vectors.first?.count ?? 0
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for row in 0..<count {
      for column in 0...row {
        let sum = vectors.reduce(0) { $0 + $1[row] * $1[column] }
        matrix[row][column] = sum
        matrix[column][row] = sum
      }
    }
    var basis = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0.0 } }
    let total = (0..<count).reduce(0) { $0 + matrix[$1][$1] }
    for _ in 0..<60 {
      var rest = 0.0
      for row in 0..<count { for column in 0..<row { rest += matrix[row][column] * matrix[row][column] } }
      if rest <= 1e-30 * total * total { break }
      for p in 0..<count {
        for q in (p + 1)..<max(count, p + 1) where matrix[p][q] != 0 {
          PrincipalAxes.rotate(&matrix, &basis, p, q)
        }
      }
    }
    let order = (0..<count).sorted { (matrix[$0][$0], $1) > (matrix[$1][$1], $0) }
    axes = order.map { axis in (0..<count).map { basis[$0][axis] } }
    variances = order.map { max(0, matrix[$0][$0]) }
  }

  /// Turns rows and columns p and q so that their common entry becomes zero.
  private static func rotate(_ matrix: inout [[Double]], _ basis: inout [[Double]], _ p: Int, _ q: Int) {
    let ratio = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
    let tangent = (ratio < 0 ? -1 : 1) / (ratio.magnitude + (ratio * ratio + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for k in matrix.indices {
      let first = matrix[k][p]
      let second = matrix[k][q]
      matrix[k][p] = cosine * first - sine * second
      matrix[k][q] = sine * first + cosine * second
    }
    for k in matrix.indices {
      let first = matrix[p][k]
      let second = matrix[q][k]
      matrix[p][k] = cosine * first - sine * second
      matrix[q][k] = sine * first + cosine * second
      let axisP = basis[k][p]
      let axisQ = basis[k][q]
      basis[k][p] = cosine * axisP - sine * axisQ
      basis[k][q] = sine * axisP + cosine * axisQ
    }
  }
}
