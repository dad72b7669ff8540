#if !hasFeature(Embedded)
  import ConvolutionCore
  import ElementaryFunctions
#endif

/// Weights in double precision while a family computes them.
struct SampledKernel {
  let width: Int
  let height: Int
  var values: [Double]

  /// Samples `formula(x, y)` at the pixels of a grid whose middle is the origin; x runs right, y runs down.
  init(width: Int, height: Int, _ formula: (Double, Double) -> Double) {
    self.width = width
    self.height = height
    values = []
    for y in 0..<height {
      for x in 0..<width {
        values.append(formula(Double(x) - Double(width - 1) / 2, Double(y) - Double(height - 1) / 2))
      }
    }
  }

  /// A square of odd size around a middle pixel.
  init(radius: Int, _ formula: (Double, Double) -> Double) {
    self.init(width: 2 * radius + 1, height: 2 * radius + 1, formula)
  }

  /// exp(−(x² + y²)/2σ²), divided by its sum.
  static func gaussian(_ sigma: Double, size: Int) -> SampledKernel {
    var result = SampledKernel(width: size, height: size) { x, y in
      exponential(-(x * x + y * y) / (2 * sigma * sigma))
    }
    result.divide(by: result.sum)
    return result
  }

  var sum: Double { values.reduce(0, +) }

  /// The square root of the sum of squares.
  var norm: Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  mutating func divide(by divisor: Double) {
    for index in values.indices { values[index] /= divisor }
  }

  mutating func subtractMean() {
    let mean = sum / Double(values.count)
    for index in values.indices { values[index] -= mean }
  }
}

/// Cosine and sine of an angle in degrees, exact at multiples of 90°.
func direction(degrees: Double) -> (cosine: Double, sine: Double) {
  let angle = degrees - 360 * (degrees / 360).rounded(.down)
  switch angle {
  case 0, 360: return (1, 0)
  case 90: return (0, 1)
  case 180: return (-1, 0)
  case 270: return (0, -1)
  default: return (cosine(angle * .pi / 180), sine(angle * .pi / 180))
  }
}
