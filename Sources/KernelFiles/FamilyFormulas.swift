#if !hasFeature(Embedded)
  import ElementaryFunctions
#endif

// The formulas of the families, for parameters that have been checked; KernelFamily says what they are.
extension SampledKernel {
  /// ((r² − 2σ²)/σ⁴)·G(σ) minus its mean.
  static func laplacianOfGaussian(_ sigma: Double) -> SampledKernel {
    let square = sigma * sigma
    let radius = Int((4 * sigma).rounded(.up))
    let total = SampledKernel(radius: radius) { x, y in exponential(-(x * x + y * y) / (2 * square)) }.sum
    var result = SampledKernel(radius: radius) { x, y in
      let distance = x * x + y * y
      return (distance - 2 * square) / (square * square) * exponential(-distance / (2 * square)) / total
    }
    result.subtractMean()
    return result
  }

  /// G(σ) − G(1.6σ).
  static func differenceOfGaussians(_ sigma: Double) -> SampledKernel {
    let size = 2 * Int((4.8 * sigma).rounded(.up)) + 1
    var result = SampledKernel.gaussian(sigma, size: size)
    let wide = SampledKernel.gaussian(1.6 * sigma, size: size)
    for index in result.values.indices { result.values[index] -= wide.values[index] }
    return result
  }

  /// A wave of `wavelength` pixels along `angle` degrees under a Gaussian, zero mean and unit norm.
  static func gabor(angle: Double, wavelength: Double, phase: Double) -> SampledKernel {
    let (cosineOfAngle, sineOfAngle) = direction(degrees: angle)
    let phase = direction(degrees: phase)
    let sigma = 0.56 * wavelength
    let aspect = 0.5
    var result = SampledKernel(radius: Int((3 * sigma / aspect).rounded(.up))) { x, y in
      let along = x * cosineOfAngle - y * sineOfAngle
      let across = aspect * (x * sineOfAngle + y * cosineOfAngle)
      let wave = 2 * Double.pi * along / wavelength
      // cos(wave + phase), so that a phase of 90° is odd to the last bit.
      return exponential(-(along * along + across * across) / (2 * sigma * sigma))
        * (cosine(wave) * phase.cosine - sine(wave) * phase.sine)
    }
    result.subtractMean()
    result.divide(by: result.norm)
    return result
  }

  /// I + amount · (I − G(σ)).
  static func unsharp(_ sigma: Double, amount: Double) -> SampledKernel {
    var result = SampledKernel.gaussian(sigma, size: 2 * Int((3 * sigma).rounded(.up)) + 1)
    for index in result.values.indices { result.values[index] *= -amount }
    result.values[result.values.count / 2] += 1 + amount
    return result
  }

  /// 1 for the pixels whose centres lie within `radius`.
  static func disk(_ radius: Double) -> SampledKernel {
    SampledKernel(radius: Int(radius.rounded(.down))) { x, y in x * x + y * y <= radius * radius ? 1 : 0 }
  }

  /// `count` points one pixel apart along `angle` degrees, each shared among its neighbours; their sum is `count`.
  static func motion(_ count: Int, angle: Double) -> SampledKernel {
    let (cosine, sine) = direction(degrees: angle)
    let reach = (Double(count) - 1) / 2
    let halfWidth = Int((reach * abs(cosine)).rounded(.up))
    let halfHeight = Int((reach * abs(sine)).rounded(.up))
    var line = SampledKernel(width: 2 * halfWidth + 1, height: 2 * halfHeight + 1) { _, _ in 0 }
    for point in 0..<count {
      let x = (Double(point) - reach) * cosine + Double(halfWidth)
      let y = (reach - Double(point)) * sine + Double(halfHeight)
      let (left, top) = (x.rounded(.down), y.rounded(.down))
      for (row, column) in [(0.0, 0.0), (0, 1), (1, 0), (1, 1)] {
        let share = (1 - abs(left + column - x)) * (1 - abs(top + row - y))
        if share > 0 { line.values[Int(top + row) * line.width + Int(left + column)] += share }
      }
    }
    return line
  }
}
