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

  /// The upward normal, smoothed over `footprint` metres.
  func normal(_ p: Point, footprint: Float) -> Vector {
    let reach = max(0.004, footprint * 0.4)
    let here = height(p, shortest: footprint)
    let right = height(p + Point(reach, 0), shortest: footprint)
    let near = height(p + Point(0, reach), shortest: footprint)
    return normalized(Vector(here - right, reach, here - near))
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
