/// Cumulus clouds in a layer of air, marched through once and kept as a map over the sky.
///
/// A map value holds the clouds' own light and, last, the share of the sky behind that shines through.
struct Clouds: Sendable {
  private static let baseHeight: Float = 1.15
  private static let topHeight: Float = 2.65
  private static let widestAzimuth: Float = 1.2
  private let map: Grid<SIMD4<Float>>

  init(daylight: Daylight, columns: Int = 1500, rows: Int = 460) {
    let values = parallelRows(rows, width: columns, repeating: SIMD4<Float>(0, 0, 0, 1)) { row in
      (0..<columns).map { column in
        let azimuth = (2 * (Float(column) + 0.5) / Float(columns) - 1) * Clouds.widestAzimuth
        let share = (Float(row) + 0.5) / Float(rows)
        let elevation = share * share * Float.pi / 2
        let direction = Vector(
          sine(azimuth) * cosine(elevation), sine(elevation), -cosine(azimuth) * cosine(elevation))
        let jitter = unit(mixedBits(Int32(column), Int32(row), 77))
        return Clouds.march(direction, daylight, jitter)
      }
    }
    map = Grid(width: columns, height: rows, values: values)
  }

  /// `sky` with the clouds before it.
  func over(_ sky: Vector, _ direction: Vector) -> Vector {
    let azimuth = arctangent(y: direction.x, x: -direction.z)
    let flat = (direction.x * direction.x + direction.z * direction.z).squareRoot()
    let elevation = max(arctangent(y: direction.y, x: flat), 0)
    let value = map(
      (azimuth / Clouds.widestAzimuth + 1) * 0.5 * Float(map.width) - 0.5,
      (elevation / (Float.pi / 2)).squareRoot() * Float(map.height) - 0.5)
    return sky * value.w + Vector(value.x, value.y, value.z)
  }

  /// Drops of water per volume; `p` in kilometres.
  private static func density(_ p: Vector, octaves: Int) -> Float {
    let h = (p.y - baseHeight) / (topHeight - baseHeight)
    guard h > 0, h < 1 else { return 0 }
    let field = Point(p.x, p.z)
    let cover = fractalNoise(field * 0.40 + Point(3.4, 8.1), octaves: 2, seed: 5) - 0.17
    // Only where much air rises do clouds grow tall.
    let ceiling = clamp(cover * 2.2)
    guard ceiling > 0.02 else { return 0 }
    let round = 1 - power(h / max(ceiling, 0.05), 1.6)
    let flatBase = smoothstep(0, 0.07, h)
    let shape = cover * 1.5 + 0.15 + 0.55 * round - 0.55
    guard shape > -0.8 else { return 0 }
    let detail = fractalNoise(p * Vector(1.7, 2.0, 1.7), octaves: octaves, seed: 9, gain: 0.56)
    return clamp((shape + detail * 0.85) * 2.6) * flatBase
  }

  private static func march(_ direction: Vector, _ daylight: Daylight, _ jitter: Float) -> SIMD4<Float> {
    guard direction.y > 0.012 else { return SIMD4(0, 0, 0, 1) }
    let start = baseHeight / direction.y
    let end = min(topHeight / direction.y, 40)
    guard end > start else { return SIMD4(0, 0, 0, 1) }
    let steps = 56
    let step = (end - start) / Float(steps)
    var light = Vector()
    var clear: Float = 1
    var depth: Float = 0
    var weight: Float = 0
    let toSun = dot(direction, daylight.sunDirection)
    let forward = 0.7 + 0.9 * power(clamp(toSun * 0.5 + 0.5), 6)
    for index in 0..<steps {
      let distance = start + (Float(index) + jitter) * step
      let p = direction * distance
      let drops = density(p, octaves: 6)
      guard drops > 0.003 else { continue }
      var thickness: Float = 0
      var q = p
      var stride: Float = 0.05
      for _ in 0..<5 {
        q += daylight.sunDirection * stride
        thickness += density(q, octaves: 3) * stride
        stride *= 1.7
      }
      // Light that has been scattered many times fades slower: three orders of falling strength and opacity.
      let direct =
        exponential(-thickness * 15) + 0.42 * exponential(-thickness * 4) + 0.28 * exponential(-thickness * 0.9)
      let h = (p.y - baseHeight) / (topHeight - baseHeight)
      let ambient = mix(Vector(0.30, 0.37, 0.47), Vector(0.52, 0.62, 0.76), clamp(h * 1.4))
      let color = daylight.sunColor * (direct * forward * 0.92) + ambient * 0.74
      let opacity = 1 - exponential(-drops * step * 11)
      light += color * (clear * opacity)
      depth += distance * clear * opacity
      weight += clear * opacity
      clear *= 1 - opacity
      if clear < 0.01 { break }
    }
    guard weight > 0 else { return SIMD4(0, 0, 0, 1) }
    // Far clouds sink into the haze.
    let haze = exponential(-(depth / weight) / 22)
    let air = daylight.sky(direction)
    light = light * haze + air * ((1 - clear) * (1 - haze))
    return SIMD4(light, clear)
  }
}
