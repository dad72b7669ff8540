#if !hasFeature(Embedded)
  import ConvolutionCore
  import SmallMatrices
#endif

/// The brightness of the paper under the ink: a polynomial of degree two, fitted to the pixels that are paper.
struct PaperSurface {
  private struct Sample {
    let terms: SIMD8<Double>
    let value: Double
  }

  /// How many terms the polynomial has.
  private static let count = 6
  private var coefficients: SIMD8<Double>
  private let width: Int
  private let height: Int

  /// Begins with what lies within `reach` of `level`, about as bright as the paper, and drops, four times, what lies too
  /// far from the fit.
  init(_ picture: Plane, level: Double, reach: Double) {
    width = picture.width
    height = picture.height
    // Six numbers need no more than a hundred rows and columns of samples.
    let step = max(1, max(width, height) / 100)
    var samples: [Sample] = []
    samples.reserveCapacity((width / step + 1) * (height / step + 1))
    for row in stride(from: 0, to: height, by: step) {
      for column in stride(from: 0, to: width, by: step) {
        samples.append(
          Sample(
            terms: PaperSurface.terms(row, column, width: width, height: height), value: Double(picture[row, column])))
      }
    }
    coefficients = SIMD8(level, 0, 0, 0, 0, 0, 0, 0)
    var near = samples.filter { abs($0.value - level) <= reach }
    for _ in 0..<4 {
      guard let fitted = PaperSurface.fit(near) else { return }
      coefficients = fitted
      let spread = near.map { abs($0.value - ($0.terms * coefficients).sum()) }
      // 1.48 makes a median deviation a standard deviation; eight levels are noise in any case.
      let limit = 2.5 * 1.48 * PaperSurface.median(spread) + 8
      near = samples.filter { abs($0.value - ($0.terms * coefficients).sum()) <= limit }
    }
  }

  /// The picture less the paper.
  func residuals(_ picture: Plane) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(width * height)
    for row in 0..<height {
      for column in 0..<width {
        let terms = PaperSurface.terms(row, column, width: width, height: height)
        values.append(Double(picture[row, column]) - (terms * coefficients).sum())
      }
    }
    return values
  }

  /// 1, x, y, x², xy, y² with x and y from −1 to 1; the last two are not used.
  private static func terms(_ row: Int, _ column: Int, width: Int, height: Int) -> SIMD8<Double> {
    let x = 2 * (Double(column) + 0.5) / Double(width) - 1
    let y = 2 * (Double(row) + 0.5) / Double(height) - 1
    return SIMD8(1, x, y, x * x, x * y, y * y, 0, 0)
  }

  /// Least squares; nil when the samples do not determine it.
  private static func fit(_ samples: [Sample]) -> SIMD8<Double>? {
    var matrix = [SIMD8<Double>](repeating: .zero, count: count)
    var right = SIMD8<Double>()
    for sample in samples {
      for index in 0..<count { matrix[index] += sample.terms[index] * sample.terms }
      right += sample.value * sample.terms
    }
    let rows = (0..<count).map { index in (0..<count).map { matrix[index][$0] } + [right[index]] }
    guard let numbers = solution(of: rows, smallestPivot: 1e-9) else { return nil }
    var result = SIMD8<Double>()
    for index in 0..<count { result[index] = numbers[index] }
    return result
  }

  static func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }
}
