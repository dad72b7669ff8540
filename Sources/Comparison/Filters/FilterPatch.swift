import ConvolutionCore

/// One filter as a vector: `height` rows of `width` weights in double precision.
///
/// The letters used in this module: n = width · height weights of a filter, K templates of a bank, F learned filters.
public struct FilterPatch: Sendable, Equatable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The weights row by row.
  public let weights: [Double]

  /// A filter over given weights, row by row; their count must be `width * height`.
  public init(width: Int, height: Int, weights: [Double]) {
    precondition(weights.count == width * height, "weights do not fill the filter")
    self.width = width
    self.height = height
    self.weights = weights
  }

  /// The weights of a kernel.
  public init(_ kernel: Kernel) {
    self.init(
      width: kernel.width, height: kernel.height,
      weights: kernel.numerators.map { Double($0) / Double(kernel.divisor) })
  }

  /// The sum of squares.
  public var energy: Double { dot(weights, weights) }

  /// The filter turned counter-clockwise by `quarters` times 90°.
  public func turned(quarters: Int) -> FilterPatch {
    var result = self
    for _ in 0..<((quarters % 4 + 4) % 4) {
      let old = result
      // Row y of the turned filter is column width − 1 − y of the old one.
      result = FilterPatch(
        width: old.height, height: old.width,
        weights: (0..<old.width).flatMap { y in
          (0..<old.height).map { x in old.weights[x * old.width + old.width - 1 - y] }
        })
    }
    return result
  }

  /// A 3×3 filter with its ring of eight turned counter-clockwise by 45°, as compass kernels are; nil for other sizes.
  public var ringTurned: FilterPatch? {
    guard width == 3, height == 3 else { return nil }
    // The ring clockwise from the top left corner.
    let ring = [0, 1, 2, 5, 8, 7, 6, 3]
    var turned = weights
    for position in 0..<8 { turned[ring[position]] = weights[ring[(position + 1) % 8]] }
    return FilterPatch(width: 3, height: 3, weights: turned)
  }

  /// The filter laid into zeros of a larger size, its top left weight at row `y`, column `x`.
  public func embedded(width outerWidth: Int, height outerHeight: Int, x: Int, y: Int) -> FilterPatch {
    precondition(x >= 0 && y >= 0 && x + width <= outerWidth && y + height <= outerHeight, "the filter does not fit")
    var outer = [Double](repeating: 0, count: outerWidth * outerHeight)
    for row in 0..<height {
      for column in 0..<width {
        outer[(y + row) * outerWidth + x + column] = weights[row * width + column]
      }
    }
    return FilterPatch(width: outerWidth, height: outerHeight, weights: outer)
  }
}

/// Σ aᵢ·bᵢ.
func dot(_ first: [Double], _ second: [Double]) -> Double {
  var sum = 0.0
  for index in first.indices { sum += first[index] * second[index] }
  return sum
}

/// The vector scaled to length 1; nil when it is all but zero.
func unit(_ vector: [Double]) -> [Double]? {
  let length = dot(vector, vector).squareRoot()
  guard length > 1e-12 else { return nil }
  return vector.map { $0 / length }
}
