import ConvolutionCore

/// Wind-driven water: a sum of sharp-crested waves of many lengths, each carried along by the slope of the longer ones.
struct Ocean: Sendable {
  private struct Wave {
    var direction: Point
    /// Radians per metre.
    var frequency: Float
    /// Metres.
    var height: Float
    var phase: Float
  }

  private let waves: [Wave]

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var waves: [Wave] = []
    var wavelength: Float = 5.5
    while wavelength > 0.035 {
      // Short waves run in all directions, long ones with the wind.
      let spread = mix(0.55, 1.25, smoothstep(4, 0.3, wavelength))
      let angle = 0.75 + spread * random.normal() * 0.8
      let frequency = 2 * Float.pi / wavelength
      let steepness = 0.040 * mix(1, 0.45, smoothstep(0.8, 0.05, wavelength))
      waves.append(
        Wave(
          direction: Point(cosine(angle), sine(angle)), frequency: frequency, height: steepness / frequency,
          phase: random.uniform(0, 2 * Float.pi)))
      wavelength *= 0.83
    }
    self.waves = waves
  }

  /// The height of the water over a point, in metres, counting only waves longer than `shortest`.
  func height(_ p: Point, shortest: Float) -> Float {
    waves.withUnsafeBufferPointer { waves in
      var place = p
      var sum: Float = 0
      for wave in waves {
        if wave.frequency * shortest > 2 * Float.pi { break }
        let angle = dot(wave.direction, place) * wave.frequency + wave.phase
        // exp(sin − 1) has narrow crests and wide troughs, as water has.
        let crest = exponential(sine(angle) - 1)
        sum += wave.height * (2.3 * crest - 1.07)
        place -= wave.direction * (wave.height * crest * cosine(angle) * 1.6)
      }
      return sum
    }
  }

  /// The upward normal as a pixel sees it that covers `across` metres of the water, and `along` metres in the direction
  /// of view; and how much the slope varies within the pixel.
  func normal(_ p: Point, view: Point, across: Float, along: Float) -> (normal: Vector, variance: Float) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: waves.count) { shares in
      let side = Point(-view.y, view.x)
      var variance: Float = 0
      for (index, wave) in waves.enumerated() {
        let deep = dot(wave.direction, view) * along * wave.frequency
        let wide = dot(wave.direction, side) * across * wave.frequency
        // A wave that runs through the pixel more than once is averaged out.
        shares[index] = exponential(-0.13 * (deep * deep + wide * wide))
        let steepness = wave.height * wave.frequency
        variance += 0.35 * steepness * steepness * (1 - shares[index] * shares[index])
      }
      let reach = max(0.006, across * 0.5)
      let here = height(p, shares)
      let right = height(p + Point(reach, 0), shares)
      let near = height(p + Point(0, reach), shares)
      return (normalized(Vector(here - right, reach, here - near)), variance)
    }
  }

  /// The height with a share of each wave.
  private func height(_ p: Point, _ shares: UnsafeMutableBufferPointer<Float>) -> Float {
    var place = p
    var sum: Float = 0
    for (index, wave) in waves.enumerated() where shares[index] > 0.01 {
      let angle = dot(wave.direction, place) * wave.frequency + wave.phase
      let crest = exponential(sine(angle) - 1)
      sum += shares[index] * wave.height * (2.3 * crest - 1.07)
      place -= wave.direction * (shares[index] * wave.height * crest * cosine(angle) * 1.6)
    }
    return sum
  }

  /// The distance at which a ray that points downwards meets the water.
  func distance(_ ray: Ray, pixelAngle: Float) -> Float? {
    guard ray.direction.y < -1e-5 else { return nil }
    let highest: Float = 0.32
    var near = max((highest - ray.origin.y) / ray.direction.y, 0)
    let level = -ray.origin.y / ray.direction.y
    guard level < 900 else { return level }
    let far = (-highest - ray.origin.y) / ray.direction.y
    let steps = 14
    let step = (far - near) / Float(steps)
    var aboveBefore: Float = 1
    for _ in 0...steps {
      let p = ray.point(at: near)
      let above = p.y - height(Point(p.x, p.z), shortest: max(0.25, near * pixelAngle))
      if above < 0 {
        // Between the last two steps the water is nearly a plane.
        return near + step * above / (aboveBefore - above)
      }
      aboveBefore = above
      near += step
    }
    return level
  }
}
