#if canImport(SmallMatrices)
  import SmallMatrices
#endif

extension Kernel {
  /// The kernel as a sum of at most `limit` products of a column and a row of whole numbers, exactly; nil where there is
  /// none that elimination finds, and for kernels that are not whole-numbered.
  ///
  /// Each step takes a row over its greatest common divisor, and the column under one of its smallest weights.
  /// - Complexity: width × height × products.
  func wholeNumberParts(limit: Int) -> [KernelFactorization.Part]? {
    guard isWhole else { return nil }
    var rest = numerators.map { Int($0) }
    var parts: [KernelFactorization.Part] = []
    while let pivot = pivot(rest) {
      guard parts.count < limit else { return nil }
      let row = (0..<width).map { rest[pivot.row * width + $0] / pivot.divisor }
      var column: [Int] = []
      for i in 0..<height {
        let (factor, remainder) = rest[i * width + pivot.column].quotientAndRemainder(dividingBy: row[pivot.column])
        guard remainder == 0 else { return nil }
        column.append(factor)
      }
      for i in 0..<height where column[i] != 0 {
        for j in 0..<width {
          rest[i * width + j] -= column[i] * row[j]
          // Here the products would no longer be exact as floats.
          guard rest[i * width + j].magnitude < 1 << 24 else { return nil }
        }
      }
      parts.append(KernelFactorization.Part(column: column.map { Float($0) }, row: row.map { Float($0) }))
    }
    return parts
  }

  /// The row whose smallest weight over the row's divisor is the least, where that is; the topmost of several.
  private func pivot(_ rest: [Int]) -> (row: Int, column: Int, divisor: Int)? {
    var best: (row: Int, column: Int, divisor: Int)?
    var least = Int.max
    for i in 0..<height {
      var divisor = 0
      var column = -1
      for j in 0..<width where rest[i * width + j] != 0 {
        let value = rest[i * width + j].magnitude
        if divisor != 1 { divisor = greatestCommonDivisor(divisor, Int(value)) }
        if column < 0 || value < rest[i * width + column].magnitude { column = j }
      }
      guard column >= 0 else { continue }
      let weight = Int(rest[i * width + column].magnitude) / divisor
      if weight < least {
        best = (i, column, divisor)
        least = weight
        if weight == 1 { break }
      }
    }
    return best
  }
}
