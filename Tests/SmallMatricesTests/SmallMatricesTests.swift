import SmallMatrices
import Testing

@Suite struct SmallMatricesTests {
  /// Numbers from −1 to 1, the same each time.
  private func matrix(_ rows: Int, _ columns: Int, seed: UInt64) -> [[Double]] {
    var state = seed
    return (0..<rows).map { _ in
      (0..<columns).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) * 0x1p-52 - 1
      }
    }
  }

  private func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  @Test(arguments: [(1, 1), (3, 3), (5, 2), (2, 7), (12, 12)])
  func singularValuesMakeTheMatrixAgain(_ size: (rows: Int, columns: Int)) {
    let rows = matrix(size.rows, size.columns, seed: 3)
    let parts = SingularValues(rows.flatMap { $0 }, rows: size.rows, columns: size.columns)
    #expect(parts.values == parts.values.sorted(by: >) && parts.values.count == min(size.rows, size.columns))
    for i in 0..<size.rows {
      for j in 0..<size.columns {
        let sum = parts.values.indices.reduce(0.0) { $0 + parts.values[$1] * parts.left[$1][i] * parts.right[$1][j] }
        #expect((sum - rows[i][j]).magnitude < 1e-13)
      }
    }
  }

  @Test func singularValuesOfAKnownMatrix() {
    // [3 0; 4 5] has the singular values √45 and √5.
    let parts = SingularValues([3, 0, 4, 5], rows: 2, columns: 2)
    #expect((parts.values[0] - 45.0.squareRoot()).magnitude < 1e-14)
    #expect((parts.values[1] - 5.0.squareRoot()).magnitude < 1e-14)
    #expect(SingularValues([1, 2, 2, 4], rows: 2, columns: 2).values[1] < 1e-15)
  }

  /// A matrix of rank 3 is three products, and their singular values are those of the matrix.
  @Test(arguments: [(12, 9), (9, 12), (40, 7)])
  func crossApproximation(_ size: (rows: Int, columns: Int)) {
    let (left, right) = (matrix(size.rows, 3, seed: 5), matrix(3, size.columns, seed: 6))
    let flat = (0..<size.rows).flatMap { i in
      (0..<size.columns).map { j in (0..<3).reduce(0.0) { $0 + left[i][$1] * right[$1][j] } }
    }
    let cross = CrossApproximation(flat, rows: size.rows, columns: size.columns, tolerance: 1e-12, limit: 6)
    #expect(cross.isComplete && cross.columns.count == 3)
    let found = cross.singularValues(rows: size.rows, columns: size.columns)
    let expected = SingularValues(flat, rows: size.rows, columns: size.columns)
    for k in 0..<3 { #expect((found.values[k] - expected.values[k]).magnitude < 1e-12) }
    for index in flat.indices {
      let (i, j) = (index / size.columns, index % size.columns)
      let sum = (0..<3).reduce(0.0) { $0 + found.values[$1] * found.left[$1][i] * found.right[$1][j] }
      #expect((sum - flat[index]).magnitude < 1e-12)
    }
    #expect(!CrossApproximation(flat, rows: size.rows, columns: size.columns, tolerance: 1e-12, limit: 2).isComplete)
  }

  @Test(arguments: [1, 2, 5, 20])
  func eigenvectorsAreTurnedIntoThemselves(_ count: Int) {
    let some = matrix(count, count, seed: 8)
    let symmetric = (0..<count).map { i in (0..<count).map { some[i][$0] + some[$0][i] } }
    let parts = SymmetricEigenvalues(symmetric)
    #expect(parts.values == parts.values.sorted(by: >))
    for (value, vector) in zip(parts.values, parts.vectors) {
      #expect((product(vector, vector) - 1).magnitude < 1e-13)
      for i in 0..<count { #expect((product(symmetric[i], vector) - value * vector[i]).magnitude < 1e-12) }
    }
  }

  @Test func eigenvaluesOfAKnownMatrix() {
    let parts = SymmetricEigenvalues([[2, 1], [1, 2]])
    #expect((parts.values[0] - 3).magnitude < 1e-14 && (parts.values[1] - 1).magnitude < 1e-14)
    #expect(SymmetricEigenvalues([]).values.isEmpty)
    // Opposite signs leave no trace to measure by.
    let opposite = SymmetricEigenvalues([[0, 1], [1, 0]])
    #expect((opposite.values[0] - 1).magnitude < 1e-14 && (opposite.values[1] + 1).magnitude < 1e-14)
  }

  @Test(arguments: [1, 2, 6, 15])
  func equationsAreSolved(_ count: Int) throws {
    let rows = matrix(count, count + 1, seed: 5)
    let x = try #require(solution(of: rows))
    for row in rows { #expect((product(Array(row.dropLast()), x) - row[count]).magnitude < 1e-11) }
  }

  @Test func equationsThatDetermineNothingHaveNoSolution() {
    #expect(solution(of: [[1, 2, 3], [2, 4, 6]]) == nil)
    #expect(solution(of: [[0, 0]]) == nil)
    #expect(solution(of: [[1e-12, 1]], smallestPivot: 1e-9) == nil)
    // The first pivot is zero: rows must be exchanged.
    #expect(solution(of: [[0, 2, 4], [3, 0, 9]]) == [3, 2])
  }

  @Test(arguments: [(12, 18, 6), (-12, 18, 6), (0, 5, 5), (7, 0, 7), (0, 0, 0), (17, 5, 1)])
  func divisors(_ case: (Int, Int, Int)) { #expect(greatestCommonDivisor(`case`.0, `case`.1) == `case`.2) }
}
