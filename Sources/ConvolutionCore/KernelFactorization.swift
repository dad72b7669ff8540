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

  /// The products, the strongest first; as many as the rank. Empty where the search ended before them.
  public let parts: [Part]
  /// The singular values of the weights (numerators over divisor), the largest first: min(width, height) of them, or
  /// none where the search ended before them.
  public let singularValues: [Double]
  /// True when the products are whole numbers and make the numerators exactly.
  public let isExact: Bool
  /// Σ |numerator − Σ parts| / divisor: the products change no output by more than this times the largest pixel,
  /// apart from the rounding of the sums.
  public let error: Double
  /// The rank, or where the search ended before it, the most that the rank is known to exceed.
  public let leastRank: Int

  /// How many products the kernel takes; nil where it is large and takes more than are looked for.
  public var rank: Int? { isComplete ? parts.count : nil }

  /// False where the search ended before the rank was found.
  public var isComplete: Bool { leastRank == parts.count }

  /// Up to here every singular value is computed.
  private static let smallSide = 32
  /// The most that the elimination of a larger kernel looks at, entries times steps.
  private static let mostWork = 1 << 25
  /// The most products of a larger kernel.
  private static let mostParts = 48

  /// Splits a kernel: a whole-numbered one of rank 1 into whole numbers, others by their singular values.
  ///
  /// Singular values that the rounding of the weights to `Float` explains (under 2⁻²³ of the Frobenius norm) count as 0.
  ///
  /// Example: Sobel's kernel is `1 2 1` as a column times `-1 0 1` as a row.
  /// - Complexity: width × height × rank; the search ends at 2²⁵, where the rank stays unknown. Sides up to 32:
  ///   min(width, height)² × max(width, height), some ten times over.
  public init(_ kernel: Kernel) {
    let shorter = min(kernel.width, kernel.height)
    if let parts = kernel.wholeNumberParts(limit: 1) {
      let part = parts.first
      let norm = part.map { Self.norm($0.column) * Self.norm($0.row) } ?? 0
      let values = [norm / Double(kernel.divisor)] + [Double](repeating: 0, count: shorter - 1)
      self.init(parts: parts, singularValues: values, isExact: true, error: 0)
      return
    }
    let numerators = kernel.numerators.map(Double.init)
    let norm = numerators.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let decomposition: SingularValues
    if shorter <= Self.smallSide {
      decomposition = SingularValues(numerators, rows: kernel.height, columns: kernel.width)
    } else {
      let limit = min(shorter, Self.mostParts, max(4, Self.mostWork / numerators.count))
      let cross = CrossApproximation(
        numerators, rows: kernel.height, columns: kernel.width, tolerance: norm * 0x1p-23, limit: limit)
      guard cross.isComplete else {
        self.init(parts: [], singularValues: [], isExact: false, error: .infinity, leastRank: limit + 1)
        return
      }
      decomposition = cross.singularValues(rows: kernel.height, columns: kernel.width)
    }
    self.init(kernel, decomposition, norm)
  }

  private init(_ kernel: Kernel, _ decomposition: SingularValues, _ norm: Double) {
    let parts = decomposition.values.indices.filter { decomposition.values[$0] > norm * 0x1p-23 }.map { index in
      // Both sides carry the root of the singular value; the row's largest weight is positive.
      let scale = decomposition.values[index].squareRoot()
      let row = decomposition.right[index]
      let sign: Double = (row.max(by: { $0.magnitude < $1.magnitude }) ?? 0) < 0 ? -1 : 1
      return Part(
        column: decomposition.left[index].map { Float($0 * scale * sign) }, row: row.map { Float($0 * scale * sign) })
    }
    let divisor = Double(kernel.divisor)
    let missing = min(kernel.width, kernel.height) - decomposition.values.count
    self.init(
      parts: parts,
      singularValues: decomposition.values.map { $0 / divisor } + [Double](repeating: 0, count: max(0, missing)),
      isExact: false, error: Self.error(of: parts, kernel) / divisor)
  }

  /// Σ |numerator − Σ parts|.
  private static func error(of parts: [Part], _ kernel: Kernel) -> Double {
    var error = 0.0
    var line = [Double](repeating: 0, count: kernel.width)
    for i in 0..<kernel.height {
      for j in 0..<kernel.width { line[j] = Double(kernel.numerators[i * kernel.width + j]) }
      for part in parts {
        let factor = Double(part.column[i])
        for j in 0..<kernel.width { line[j] -= factor * Double(part.row[j]) }
      }
      for value in line { error += value.magnitude }
    }
    return error
  }

  private init(parts: [Part], singularValues: [Double], isExact: Bool, error: Double, leastRank: Int? = nil) {
    self.parts = parts
    self.singularValues = singularValues
    self.isExact = isExact
    self.error = error
    self.leastRank = leastRank ?? parts.count
  }

  private static func norm(_ values: [Float]) -> Double {
    values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}
