import SmallMatrices

/// The directions in which a set of vectors has most of its energy: the eigenvectors of Σ v·vᵀ, largest first.
///
/// The mean is not taken away: a filter's constant part counts. For vectors of some tens of entries.
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
    let decomposition = SymmetricEigenvalues(matrix)
    axes = decomposition.vectors
    variances = decomposition.values.map { max(0, $0) }
  }
}
