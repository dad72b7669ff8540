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

  /// Nil where the kernel as it stands takes no more work.
  init?(worthwhileFor kernel: Kernel) {
    let direct = kernel.width * kernel.height
    // Rank 1 must pay before the singular values are looked for.
    guard Self.pays(rank: 1, kernel.size, direct: direct) else { return nil }
    let factors = KernelFactorization(kernel)
    guard factors.rank > 0, Self.pays(rank: factors.rank, kernel.size, direct: direct) else { return nil }
    rank = factors.rank
    columns = factors.parts.flatMap { $0.column }
    rows = factors.parts.flatMap { $0.row }
    isExact = factors.isExact
    let sums = factors.parts.reduce(0.0) { total, part in
      total + Self.magnitude(part.column) * Self.magnitude(part.row)
    }
    // A sum of n products strays by at most (n + 1) · 2⁻²⁴ of the sum of their magnitudes; and both are divided.
    let rounding =
      Double(direct + 2) * Self.magnitude(kernel.numerators)
      + Double(kernel.width + kernel.height + rank + 3) * sums
    errorBound = factors.error + rounding / Double(kernel.divisor) * 0x1p-24
  }

  /// The passes cost some loads and stores more than their products.
  private static func pays(rank: Int, _ size: Size, direct: Int) -> Bool {
    3 * rank * (size.width + size.height) / 2 + 4 < direct
  }

  private static func magnitude(_ weights: [Float]) -> Double {
    weights.reduce(0) { $0 + Double($1.magnitude) }
  }
}
