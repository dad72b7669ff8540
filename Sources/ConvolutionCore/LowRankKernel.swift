/// A kernel of low rank as it is applied: for each product a pass down the columns and one along the rows.
struct LowRankKernel: Sendable {
  /// How many products.
  let rank: Int
  /// The columns, one product after another: rank × height weights.
  let columns: [Float]
  /// The rows, one product after another: rank × width weights.
  let rows: [Float]
  /// True when whole numbers make the numerators exactly.
  let isExact: Bool
  /// How far an output may lie from the reference, for each unit of the largest pixel: what the products leave out, and
  /// the rounding of both ways to sum.
  let errorBound: Double

  /// Nil where the kernel as it stands takes no more work, and for whole-numbered kernels that are no sum of products of
  /// whole numbers: these stay exact.
  init?(worthwhileFor kernel: Kernel) {
    let direct = kernel.width * kernel.height
    // Rank 1 must pay before products are looked for.
    guard Self.pays(rank: 1, kernel.size, direct: direct) else { return nil }
    let parts: [KernelFactorization.Part]
    var error = 0.0
    if kernel.isWhole {
      guard let whole = kernel.wholeNumberParts(limit: Self.mostWholeParts), !whole.isEmpty,
        Self.isExact(whole, inDoubles: kernel.isSummedInDoubles)
      else { return nil }
      parts = whole
    } else {
      let factors = KernelFactorization(kernel)
      guard factors.isComplete else { return nil }
      parts = factors.parts
      error = factors.error
    }
    guard Self.pays(rank: parts.count, kernel.size, direct: direct) else { return nil }
    rank = parts.count
    columns = parts.flatMap { $0.column }
    rows = parts.flatMap { $0.row }
    isExact = kernel.isWhole
    let sums = Self.sums(parts)
    // A sum of n products strays by at most (n + 1) · 2⁻²⁴ of the sum of their magnitudes; and both are divided.
    let rounding =
      Double(direct + 2) * Self.magnitude(kernel.numerators)
      + Double(kernel.width + kernel.height + rank + 3) * sums
    errorBound = error + rounding / Double(kernel.divisor) * 0x1p-24
  }

  /// Whole-numbered kernels of higher rank are summed as they stand.
  private static let mostWholeParts = 8

  /// True when every sum over 8-bit pixels is a whole number that its type holds.
  private static func isExact(_ parts: [KernelFactorization.Part], inDoubles: Bool) -> Bool {
    sums(parts) * 255 < (inDoubles ? 0x1p53 : 0x1p24)
  }

  /// Σ over products (Σ|column| · Σ|row|).
  private static func sums(_ parts: [KernelFactorization.Part]) -> Double {
    parts.reduce(0.0) { total, part in total + magnitude(part.column) * magnitude(part.row) }
  }

  /// The passes cost some loads and stores more than their products.
  private static func pays(rank: Int, _ size: Size, direct: Int) -> Bool {
    3 * rank * (size.width + size.height) / 2 + 4 < direct
  }

  private static func magnitude(_ weights: [Float]) -> Double {
    weights.reduce(0) { $0 + Double($1.magnitude) }
  }
}
