/// A matrix as a sum of few products of a column and a row, found by Gaussian elimination with complete pivoting: each
/// step takes the row and the column of the largest entry that is left away (Bebendorf 2000, "cross approximation").
///
/// A matrix of rank r is done after r steps, each of which looks at every entry once: that is far less work than the
/// singular values of a large matrix of low rank, which ``singularValues(rows:columns:)`` then finds from the products.
public struct CrossApproximation: Sendable {
  /// For each product its column, as many numbers as the matrix has rows.
  public private(set) var columns: [[Double]] = []
  /// For each product its row, as many numbers as the matrix has columns.
  public private(set) var rows: [[Double]] = []
  /// True when what the products leave out is within the tolerance.
  public private(set) var isComplete = false

  /// Takes steps until the root of the sum of squares that is left is at most `tolerance`, and not more than `limit`.
  /// - Complexity: matrix entries × steps.
  public init(_ matrix: [Double], rows height: Int, columns width: Int, tolerance: Double, limit: Int) {
    var rest = matrix
    while true {
      var largest = 0
      var squares = 0.0
      for index in 0..<rest.count {
        squares += rest[index] * rest[index]
        if rest[index].magnitude > rest[largest].magnitude { largest = index }
      }
      if squares.squareRoot() <= tolerance {
        isComplete = true
        return
      }
      guard columns.count < limit else { return }
      let pivot = rest[largest]
      let column = (0..<height).map { rest[$0 * width + largest % width] / pivot }
      let row = Array(rest[largest / width * width..<(largest / width + 1) * width])
      for y in 0..<height where column[y] != 0 {
        let factor = column[y]
        for x in 0..<width { rest[y * width + x] -= factor * row[x] }
      }
      columns.append(column)
      rows.append(row)
    }
  }

  /// The singular value decomposition of the sum of the products: as many values as products.
  /// - Complexity: steps² × (rows + columns), some ten times over.
  public func singularValues(rows height: Int, columns width: Int) -> SingularValues {
    let count = columns.count
    // C Rᵀ = U (S Vᵀ Rᵀ), and what is in brackets has as many rows as there are products.
    let tall = SingularValues(
      (0..<height).flatMap { y in (0..<count).map { columns[$0][y] } }, rows: height, columns: count)
    var inner = [Double](repeating: 0, count: tall.values.count * width)
    for k in tall.values.indices {
      for step in 0..<count {
        let factor = tall.values[k] * tall.right[k][step]
        for x in 0..<width { inner[k * width + x] += factor * rows[step][x] }
      }
    }
    let wide = SingularValues(inner, rows: tall.values.count, columns: width)
    let left = wide.left.map { vector in
      (0..<height).map { y in tall.left.indices.reduce(0.0) { $0 + tall.left[$1][y] * vector[$1] } }
    }
    return SingularValues(values: wide.values, left: left, right: wide.right)
  }
}
