/// A kernel of any size: `height` rows of `width` weights, all over one divisor.
///
/// The weight that a convolution applies is `numerators[i] / divisor`. The divisor stands apart so that a
/// kernel such as 1/16 · `1 2 1; 2 4 2; 1 2 1` sums whole numbers and divides once: exact where whole numbers are.
public struct Kernel: Sendable, Equatable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Weights times `divisor`, row by row.
  public let numerators: [Float]
  /// What every numerator is divided by; positive.
  public let divisor: Float

  /// A kernel over given numerators, row by row.
  /// - Throws: `ConvolutionError` when it is empty, the count does not fit, a value is not finite, or the divisor is not positive.
  public init(width: Int, height: Int, numerators: [Float], divisor: Float = 1) throws(ConvolutionError) {
    guard width > 0, height > 0 else { throw .emptyKernel }
    guard numerators.count == width * height else {
      throw .kernelCountMismatch(width: width, height: height, count: numerators.count)
    }
    var index = 0
    while index < numerators.count {
      guard numerators[index].isFinite else {
        throw .kernelNotFinite(row: index / width, column: index % width)
      }
      index += 1
    }
    guard divisor.isFinite, divisor > 0 else { throw .divisorNotPositive }
    self.width = width
    self.height = height
    self.numerators = numerators
    self.divisor = divisor
  }

  /// A kernel as one writes it down, a row of weights after the other, all over one divisor.
  ///
  /// Example: `try Kernel(rows: [[1, 2, 1], [2, 4, 2], [1, 2, 1]], divisor: 16)` is the 3×3 binomial blur.
  /// - Throws: `ConvolutionError` when rows differ in length, and as ``init(width:height:numerators:divisor:)`` does.
  public init(rows: [[Float]], divisor: Float = 1) throws(ConvolutionError) {
    let width = rows.first?.count ?? 0
    var index = 0
    while index < rows.count {
      guard rows[index].count == width else {
        throw .raggedKernel(row: index + 1, count: rows[index].count, expected: width)
      }
      index += 1
    }
    try self.init(width: width, height: rows.count, numerators: rows.flatMap { $0 }, divisor: divisor)
  }

  /// The weight at row `y`, column `x`.
  public subscript(y: Int, x: Int) -> Float { numerators[y * width + x] / divisor }

  /// Width and height together.
  public var size: Size { Size(width: width, height: height) }

  /// The kernel turned by 180°: correlating with it is a true convolution with the original.
  public var flipped: Kernel {
    Kernel(unchecked: width, height, numerators.reversed(), divisor)
  }

  /// True when every numerator is a whole number that `Float` holds with its neighbours, up to 2²⁴.
  public var isWhole: Bool {
    for value in numerators where value != value.rounded(.towardZero) || value.magnitude > 16_777_216 { return false }
    return true
  }

  /// True when every numerator is a whole number and a sum over 8-bit pixels is exact in `Float` (under 2²⁴).
  public var isExactOnBytes: Bool { isWhole && weightSum * 255 < 16_777_216 }

  /// True for whole numerators whose sums over 8-bit pixels need double precision to be exact: it has room for all.
  var isSummedInDoubles: Bool { isWhole && weightSum * 255 >= 16_777_216 }

  /// The sum of the numerators' magnitudes.
  private var weightSum: Double {
    var total = 0.0
    for value in numerators { total += Double(value.magnitude) }
    return total
  }

  init(unchecked width: Int, _ height: Int, _ numerators: [Float], _ divisor: Float) {
    self.width = width
    self.height = height
    self.numerators = numerators
    self.divisor = divisor
  }
}
