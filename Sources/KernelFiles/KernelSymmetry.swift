#if !hasFeature(Embedded)
  import ConvolutionCore
#endif

/// A turn or a mirror that maps a kernel onto itself or onto its negative.
public enum KernelSymmetry: String, Sendable, CaseIterable {
  /// By 180°. An even kernel's correlation and true convolution are the same; an odd one's differ in sign.
  case halfTurn = "half-turn"
  /// Columns in reverse.
  case leftRight = "left-right"
  /// Rows in reverse.
  case upDown = "up-down"
  /// Rows become columns.
  case transpose
  /// By 90°.
  case quarterTurn = "quarter-turn"

  /// What a mapping does to a kernel that is symmetric under it.
  public enum Parity: String, Sendable {
    /// It leaves the kernel as it is.
    case even
    /// It negates the kernel.
    case odd
  }

  /// The parity of a kernel under this mapping; nil when it has none.
  ///
  /// Weights count as equal within 10⁻⁶ of the largest.
  public func parity(of kernel: Kernel) -> Parity? {
    let (width, height) = (kernel.width, kernel.height)
    if self == .transpose || self == .quarterTurn, width != height { return nil }
    let tolerance = 1e-6 * (kernel.numerators.map { $0.magnitude }.max() ?? 0)
    var isEven = true
    var isOdd = true
    for y in 0..<height {
      for x in 0..<width {
        let (row, column) =
          switch self {
          case .halfTurn: (height - 1 - y, width - 1 - x)
          case .leftRight: (y, width - 1 - x)
          case .upDown: (height - 1 - y, x)
          case .transpose: (x, y)
          case .quarterTurn: (x, height - 1 - y)
          }
        let (one, other) = (kernel.numerators[y * width + x], kernel.numerators[row * width + column])
        if abs(one - other) > tolerance { isEven = false }
        if abs(one + other) > tolerance { isOdd = false }
      }
    }
    return isEven ? .even : isOdd ? .odd : nil
  }
}
