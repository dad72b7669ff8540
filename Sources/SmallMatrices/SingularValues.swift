/// The singular value decomposition A = Σ values[k] · left[k] ⊗ right[k] of a small matrix, by one-sided Jacobi
/// rotations (Hestenes 1958): columns are turned against each other until all are orthogonal.
///
/// O(n² m) a sweep for n ≤ m, a handful of sweeps; for matrices of some tens of rows.
public struct SingularValues: Sendable {
  /// The largest first.
  public let values: [Double]
  /// Unit vectors, one value for each row of the matrix; zeros where the singular value is 0.
  public let left: [[Double]]
  /// Unit vectors, one value for each column of the matrix; zeros where the singular value is 0.
  public let right: [[Double]]

  init(values: [Double], left: [[Double]], right: [[Double]]) {
    self.values = values
    self.left = left
    self.right = right
  }

  /// Decomposes a matrix of `rows` × `columns` numbers given row by row.
  public init(_ matrix: [Double], rows: Int, columns: Int) {
    // The shorter side is turned.
    let turnsColumns = columns <= rows
    let count = min(rows, columns)
    let length = max(rows, columns)
    var vectors = (0..<count).map { k in
      (0..<length).map { i in turnsColumns ? matrix[i * columns + k] : matrix[k * columns + i] }
    }
    var rotations = (0..<count).map { k in (0..<count).map { $0 == k ? 1.0 : 0.0 } }
    for _ in 0..<60 {
      var turned = false
      for p in 0..<count {
        for q in p + 1..<max(count, p + 1) {
          let cross = Self.dot(vectors[p], vectors[q])
          let squareP = Self.dot(vectors[p], vectors[p])
          let squareQ = Self.dot(vectors[q], vectors[q])
          guard cross.magnitude > 1e-15 * (squareP * squareQ).squareRoot() else { continue }
          turned = true
          let turn = JacobiRotation((squareQ - squareP) / (2 * cross))
          Self.rotate(&vectors, p, q, turn)
          Self.rotate(&rotations, p, q, turn)
        }
      }
      if !turned { break }
    }
    let norms = vectors.map { Self.dot($0, $0).squareRoot() }
    let order = (0..<count).sorted { norms[$0] > norms[$1] || (norms[$0] == norms[$1] && $0 < $1) }
    values = order.map { norms[$0] }
    let long = order.map { k in vectors[k].map { norms[k] > 0 ? $0 / norms[k] : 0 } }
    // rotations[k] holds row k of the transposed right factor.
    let short = order.map { k in norms[k] > 0 ? rotations[k] : rotations[k].map { _ in 0 } }
    left = turnsColumns ? long : short
    right = turnsColumns ? short : long
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in 0..<a.count { sum += a[i] * b[i] }
    return sum
  }

  private static func rotate(_ vectors: inout [[Double]], _ p: Int, _ q: Int, _ turn: JacobiRotation) {
    for i in 0..<vectors[p].count { (vectors[p][i], vectors[q][i]) = turn.applied(vectors[p][i], vectors[q][i]) }
  }
}
