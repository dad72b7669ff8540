#if canImport(SmallMatrices)
  import SmallMatrices
#endif

/// A kernel as a sum of products of a column and a row: numerators = Σ column ⊗ row.
///
/// A kernel of rank 1 is separable: a pass with the row and one with the column do what the whole kernel does, in
/// width + height products for each output instead of width × height. Rank r takes 2r passes.
public struct KernelFactorization: Sendable, Equatable {
  /// One product: its value at row i, column j is `column[i] * row[j]`.
  public struct Part: Sendable, Equatable {
    /// As many numbers as the kernel has rows.
    public let column: [Float]
    /// As many numbers as the kernel has columns.
    public let row: [Float]

    /// A product of a column and a row.
    public init(column: [Float], row: [Float]) {
      self.column = column
      self.row = row
    }
  }

  /// The products, the strongest first; as many as the rank.
  public let parts: [Part]
  /// The singular values of the weights (numerators over divisor), the largest first: min(width, height) of them.
  public let singularValues: [Double]
  /// True when the products are whole numbers and make the numerators exactly.
  public let isExact: Bool
  /// Σ |numerator − Σ parts| / divisor: the products change no output by more than this times the largest pixel,
  /// apart from the rounding of the sums.
  public let error: Double

  /// How many products the kernel takes.
  public var rank: Int { parts.count }

  /// Splits a kernel by its singular value decomposition; a whole-numbered kernel of rank 1 into whole numbers.
  ///
  /// Singular values that the rounding of the weights to `Float` explains (under 2⁻²³ of the Frobenius norm) count as 0.
  ///
  /// Example: Sobel's kernel is `1 2 1` as a column times `-1 0 1` as a row.
  /// - Complexity: min(width, height)² × max(width, height), some ten times over.
  public init(_ kernel: Kernel) {
    let decomposition = SingularValues(kernel.numerators.map(Double.init), rows: kernel.height, columns: kernel.width)
    let norm = decomposition.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let divisor = Double(kernel.divisor)
    singularValues = decomposition.values.map { $0 / divisor }
    let rank = decomposition.values.count { $0 > norm * 0x1p-23 }
    if rank == 1, let part = Self.wholeNumbers(kernel) {
      parts = [part]
      isExact = true
      error = 0
      return
    }
    let parts = (0..<rank).map { index in
      // Both sides carry the root of the singular value; the row's largest weight is positive.
      let scale = decomposition.values[index].squareRoot()
      let row = decomposition.right[index]
      let sign: Double = (row.max(by: { $0.magnitude < $1.magnitude }) ?? 0) < 0 ? -1 : 1
      return Part(
        column: decomposition.left[index].map { Float($0 * scale * sign) }, row: row.map { Float($0 * scale * sign) })
    }
    var error = 0.0
    for i in 0..<kernel.height {
      for j in 0..<kernel.width {
        let product = parts.reduce(0) { $0 + Double($1.column[i]) * Double($1.row[j]) }
        error += (Double(kernel.numerators[i * kernel.width + j]) - product).magnitude
      }
    }
    self.parts = parts
    self.error = error / divisor
    isExact = rank == 0
  }

  /// The whole numbers whose product is the kernel, where there are some: the row is a kernel row over its greatest
  /// common divisor.
  private static func wholeNumbers(_ kernel: Kernel) -> Part? {
    let numerators = kernel.numerators
    guard numerators.allSatisfy({ $0 == $0.rounded(.towardZero) && $0.magnitude < 0x1p24 }),
      let pivot = numerators.firstIndex(where: { $0 != 0 })
    else { return nil }
    let first = numerators[pivot / kernel.width * kernel.width..<(pivot / kernel.width + 1) * kernel.width]
    let divisor = first.reduce(0) { greatestCommonDivisor($0, Int($1.magnitude)) }
    let row = first.map { $0 / Float(divisor) }
    let pivotColumn = pivot % kernel.width
    var column: [Float] = []
    for i in 0..<kernel.height {
      let factor = numerators[i * kernel.width + pivotColumn] / row[pivotColumn]
      for j in 0..<kernel.width where factor * row[j] != numerators[i * kernel.width + j] { return nil }
      column.append(factor)
    }
    return Part(column: column, row: row)
  }
}
