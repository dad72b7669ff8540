import ElementaryFunctions

/// The Gabor function nearest to a filter, in the sense of least squares:
/// A·exp(−(x'² + γ²y'²)/2σ²)·cos(2πx'/λ + ψ), with x' along the direction of the wave.
///
/// x and y count from the filter's middle, y downwards; (x', y') is (x − x₀, y − y₀) turned by the orientation.
public struct GaborFit: Sendable, Equatable {
  /// The direction in which the wave runs, in degrees from the x axis towards the y axis (clockwise on the screen), 0..<180.
  public let orientation: Double
  /// Pixels from one crest of the wave to the next.
  public let wavelength: Double
  /// The deviation σ of the envelope along the wave, in pixels.
  public let deviation: Double
  /// γ: the envelope's deviation along the wave over that across.
  public let aspect: Double
  /// ψ in degrees, −180..<180: 0 and 180 are even filters, ±90 odd ones.
  public let phase: Double
  /// The envelope's middle, in pixels from the filter's.
  public let center: (x: Double, y: Double)
  /// A.
  public let amplitude: Double
  /// The share of the filter's energy that the function misses, 0…1: 0 is a Gabor function.
  public let residual: Double

  /// Fits a filter; nil for one that is all zero.
  ///
  /// Amplitude and phase are solved for exactly at every step, the other six by Levenberg–Marquardt from the best of a
  /// grid of starts.
  public init?(_ filter: FilterPatch) {
    let model = GaborModel(filter)
    guard model.energy > 1e-24 else { return nil }
    var best: (parameters: GaborModel.Parameters, residual: Double)?
    // Across five pixels a shifted wave can look like another one in the middle, so the middle comes first, and a
    // shift must earn its place.
    for isCentered in [true, false] {
      for start in model.starts(12, isCentered: isCentered) {
        let refined = model.refined(start, isCentered: isCentered)
        if refined.residual < (best?.residual ?? .infinity) - 1e-6 * model.energy { best = refined }
      }
    }
    guard let best else { return nil }
    let (cosine, sine) = model.amplitudes(best.parameters)
    let p = best.parameters
    var orientation = p[2] * 180 / .pi
    var phase = arctangent(y: -sine, x: cosine) * 180 / .pi
    orientation -= (orientation / 360).rounded(.down) * 360
    // The wave turned by 180° is the same wave with the phase negated.
    if orientation >= 180 {
      orientation -= 180
      phase = -phase
    }
    self.orientation = orientation
    wavelength = exponential(p[5])
    deviation = exponential(p[3])
    aspect = exponential(p[4])
    self.phase = phase >= 180 ? phase - 360 : phase
    center = (p[0], p[1])
    amplitude = (cosine * cosine + sine * sine).squareRoot()
    residual = best.residual / model.energy
  }

  /// The function on the grid of a filter.
  public func sampled(width: Int, height: Int) -> FilterPatch {
    let angle = orientation * .pi / 180
    let (turnCosine, turnSine) = (cosine(angle), sine(angle))
    var weights: [Double] = []
    for row in 0..<height {
      for column in 0..<width {
        let x = Double(column) - Double(width - 1) / 2 - center.x
        let y = Double(row) - Double(height - 1) / 2 - center.y
        let along = x * turnCosine + y * turnSine
        let across = y * turnCosine - x * turnSine
        let envelope = exponential(-(along * along + aspect * aspect * across * across) / (2 * deviation * deviation))
        weights.append(amplitude * envelope * cosine(2 * .pi * along / wavelength + phase * .pi / 180))
      }
    }
    return FilterPatch(width: width, height: height, weights: weights)
  }

  /// True when both are the same function.
  public static func == (left: GaborFit, right: GaborFit) -> Bool {
    left.orientation == right.orientation && left.wavelength == right.wavelength && left.deviation == right.deviation
      && left.aspect == right.aspect && left.phase == right.phase && left.center == right.center
      && left.amplitude == right.amplitude && left.residual == right.residual
  }
}
