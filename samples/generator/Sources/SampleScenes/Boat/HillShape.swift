/// Height and colour of the far shore at a point of the map, in metres; the viewer stands at the origin.
enum HillShape {
  /// Height above the water, negative under it.
  static func height(_ p: Point, trees: Bool) -> Float {
    let inland = -p.y - shoreDistance(p.x)
    var ground: Float = -5
    if inland > -60 {
      let rise = smoothstep(0, 1900, inland)
      let ridges = fractalNoise(p * 0.00085 + Point(4.3, 1.9), octaves: 6, seed: 21)
      ground = inland * 0.06 + 270 * rise * (0.52 + 0.75 * ridges + sideways(p.x))
      ground += 9 * fractalNoise(p * 0.006, octaves: 3, seed: 23) * smoothstep(0, 200, inland)
      if inland < 30 { ground = min(ground, inland * 0.12 + 2.5 * fractalNoise(p * 0.08, octaves: 3, seed: 25)) }
    }
    ground = max(ground, headland(p))
    if trees && ground > 1.5 {
      let wood = woodiness(p, ground)
      if wood > 0 { ground += canopy(p) * wood }
    }
    return ground
  }

  /// The sunlit colour of the ground or of the trees on it.
  static func color(_ p: Point, _ height: Float, _ daylight: Daylight) -> Vector {
    let ground = HillShape.height(p, trees: false)
    let wood = ground > 1.5 ? woodiness(p, ground) : 0
    let reach: Float = 2.5
    let across = HillShape.height(p + Point(reach, 0), trees: true) - HillShape.height(p - Point(reach, 0), trees: true)
    let along = HillShape.height(p + Point(0, reach), trees: true) - HillShape.height(p - Point(0, reach), trees: true)
    let normal = normalized(Vector(-across, 4 * reach, -along))
    let speckle = noise(p * 0.11, seed: 31)
    let leaves = mix(Vector(0.030, 0.058, 0.018), Vector(0.085, 0.115, 0.030), clamp(0.5 + 0.6 * speckle))
    let field = fractalNoise(p * 0.004, octaves: 2, seed: 33)
    let meadow = mix(Vector(0.13, 0.17, 0.05), Vector(0.24, 0.22, 0.09), clamp(0.5 + field))
    let rock = mix(Vector(0.20, 0.17, 0.14), Vector(0.34, 0.31, 0.27), clamp(0.5 + 0.7 * noise(p * 0.25, seed: 35)))
    var albedo = wood > 0 ? leaves : meadow
    if wood < 0.3 && ground < 5 { albedo = mix(rock, albedo, smoothstep(2, 5, ground)) }
    if ground < 0.8 { albedo = rock * 0.6 }
    let sun = clamp(dot(normal, daylight.sunDirection)) * shade(p, height, daylight)
    return albedo * (daylight.sunColor * (sun * 1.5) + daylight.ambient(normal) * 0.9)
  }

  /// 0 where higher ground towards the sun takes the light away.
  private static func shade(_ p: Point, _ height: Float, _ daylight: Daylight) -> Float {
    let toSun = Point(daylight.sunDirection.x, daylight.sunDirection.z)
    var lit: Float = 1
    for reach in [8 as Float, 18, 60, 200] {
      let ray = height + reach * daylight.sunDirection.y
      let above = HillShape.height(p + toSun * reach, trees: true) - ray
      lit = min(lit, 1 - clamp(above / (1 + 0.12 * reach)))
    }
    return lit
  }

  /// How far the shore is, straight ahead, at a place across.
  private static func shoreDistance(_ x: Float) -> Float {
    1500 + 260 * fractalNoise(Point(x * 0.0011, 0.5), octaves: 4, seed: 41) - 0.10 * x
  }

  /// Hills are higher on the left, so that the boat's sail stands before the sky.
  private static func sideways(_ x: Float) -> Float {
    0.30 * smoothstep(200, -1500, x) - 0.24 * bell(x, center: 150, width: 700)
      + 0.22 * smoothstep(700, 2200, x)
  }

  /// A low rocky point on the right, where the lighthouse stands.
  private static func headland(_ p: Point) -> Float {
    let offset = (p - Point(245, -790)) / Point(150, 46)
    let away = length(offset)
    guard away < 2.2 else { return -5 }
    let rough = fractalNoise(p * 0.03, octaves: 5, seed: 43)
    return 15 * (1 - away) + 6 * rough * smoothstep(2, 0.4, away)
  }

  private static func woodiness(_ p: Point, _ ground: Float) -> Float {
    if p.y > -1000 { return fractalNoise(p * 0.012, octaves: 2, seed: 45) > 0.25 ? 0.45 : 0 }
    let share = fractalNoise(p * 0.0032 + Point(7.7, 2.1), octaves: 3, seed: 47) + 0.22
    let inside = smoothstep(1.5, 6, ground)
    return share > 0 ? smoothstep(0, 0.1, share) * inside : 0
  }

  /// Round tree tops, one in each cell of a lattice.
  private static func canopy(_ p: Point) -> Float {
    let size: Float = 9
    let q = p / size
    let cell = Point(roundedDown(q.x), roundedDown(q.y))
    var best: Float = 0
    for dy in -1...1 {
      for dx in -1...1 {
        let corner = cell + Point(Float(dx), Float(dy))
        let bits = mixedBits(Int32(corner.x), Int32(corner.y), 51)
        let center = corner + Point(unit(bits), unit(mixedBits(bits)))
        let away = q - center
        let tall = 6 + 8 * unit(mixedBits(bits &+ 9))
        best = max(best, tall * (1 - 1.1 * dot(away, away)))
      }
    }
    return best
  }
}
