/// The x of A x = b by Gauss–Jordan elimination with partial pivoting; nil where a pivot is not above `smallestPivot`, so
/// that the equations do not determine x. O(n³), for some tens of unknowns.
///
/// `rows` are the n rows of A, each with its entry of b behind it.
public func solution(of rows: [[Double]], smallestPivot: Double = 0) -> [Double]? {
  var rows = rows
  let count = rows.count
  for pivot in 0..<count {
    var largest = pivot
    for row in pivot..<count where rows[row][pivot].magnitude > rows[largest][pivot].magnitude { largest = row }
    guard rows[largest][pivot].magnitude > smallestPivot else { return nil }
    rows.swapAt(pivot, largest)
    for row in 0..<count where row != pivot {
      let factor = rows[row][pivot] / rows[pivot][pivot]
      for column in pivot...count { rows[row][column] -= factor * rows[pivot][column] }
    }
  }
  return (0..<count).map { rows[$0][count] / rows[$0][$0] }
}
