#if !hasFeature(Embedded)
  import ConvolutionCore
#endif

/// What a kernel's numbers tell about it, computed in double precision from its weights.
public struct KernelAnalysis: Sendable {
  /// The kernel.
  public let kernel: Kernel
  /// Rank and separable parts; the parts multiply to the numerators, not yet divided by the divisor.
  public let factorization: KernelFactorization
  /// The mappings under which it is even or odd, in the order of `KernelSymmetry.allCases`.
  public let symmetries: [(symmetry: KernelSymmetry, parity: KernelSymmetry.Parity)]

  /// Analyses a kernel.
  /// - Complexity: that of its singular value decomposition.
  public init(_ kernel: Kernel) {
    self.kernel = kernel
    factorization = KernelFactorization(kernel)
    symmetries = KernelSymmetry.allCases.compactMap { symmetry in
      symmetry.parity(of: kernel).map { (symmetry, $0) }
    }
  }

  /// The sum of the weights: what a flat area is multiplied by. Exactly 0 where rounding alone keeps it from 0.
  public var sum: Double { settled(kernel.numerators.reduce(0) { $0 + Double($1) }) }

  /// The response to a ramp that grows by 1 from pixel to pixel, along x and along y; nil unless the sum is 0.
  ///
  /// Σ weight·(x − anchor). The true slope is 1: Sobel's kernel gives 8, so its output is 8 times the slope.
  public var gain: (x: Double, y: Double)? {
    guard sum == 0 else { return nil }
    var moments = (x: 0.0, y: 0.0)
    for (index, numerator) in kernel.numerators.enumerated() {
      moments.x += Double(numerator) * Double(index % kernel.width - anchor.column)
      moments.y += Double(numerator) * Double(index / kernel.width - anchor.row)
    }
    return (settled(moments.x), settled(moments.y))
  }

  /// The smallest and the largest output for pixels 0…255.
  public var outputRange: ClosedRange<Double> {
    var (low, high) = (0.0, 0.0)
    for numerator in kernel.numerators {
      if numerator < 0 { low += Double(numerator) } else { high += Double(numerator) }
    }
    let scale = 255 / Double(kernel.divisor)
    return (low * scale)...(high * scale)
  }

  /// Row and column, from 0, of the weight that lies on the pixel: ⌊(k−1)/2⌋.
  public var anchor: (row: Int, column: Int) { ((kernel.height - 1) / 2, (kernel.width - 1) / 2) }

  /// True when the kernel is one column times one row.
  public var isSeparable: Bool { factorization.rank == 1 }

  /// A value over the divisor, and 0 where only the rounding of the weights to 32 bits keeps it from 0.
  private func settled(_ value: Double) -> Double {
    let magnitude = kernel.numerators.reduce(0) { $0 + Double($1.magnitude) } * Double(max(kernel.width, kernel.height))
    return abs(value) <= magnitude * 0x1p-24 ? 0 : value / Double(kernel.divisor)
  }
}
