/// Sun and clear sky. Radiances are linear, scaled so that white paper in full sun is about 1.
struct Daylight: Sendable {
  /// Towards the sun.
  let sunDirection = normalized(Vector(-0.80, 0.52, 0.02))
  let sunColor = Vector(1.0, 0.86, 0.66) * 1.05
  /// What water and far shores throw back from below.
  let groundColor = Vector(0.10, 0.17, 0.20)

  /// The radiance of the clear sky.
  func sky(_ direction: Vector) -> Vector {
    let up = max(direction.y, 0)
    let zenith = Vector(0.070, 0.185, 0.48)
    let horizon = Vector(0.50, 0.66, 0.84)
    let toSun = max(dot(direction, sunDirection), 0)
    var color = mix(zenith, horizon, exponential(-up * 4.2))
    color += Vector(0.9, 0.74, 0.5) * (0.16 * power(toSun, 6) + 0.3 * power(toSun, 60))
    return color
  }

  /// The light from all sides, per unit of albedo, on a surface facing along `normal`, as if nothing stood about.
  func ambient(_ normal: Vector) -> Vector {
    let up = 0.5 + 0.5 * normal.y
    let side = clamp(dot(normal, sunDirection) * 0.5 + 0.5)
    return mix(groundColor, Vector(0.26, 0.36, 0.50), up) * (0.8 + 0.4 * side)
  }

  /// Air between the eye and something far away: colour fades to the horizon's.
  func throughAir(_ color: Vector, distance: Float, direction: Vector) -> Vector {
    let flat = normalized(Vector(direction.x, 0.02, direction.z))
    let clear = exponential(-distance / 5200)
    return mix(sky(flat) * Vector(0.78, 0.86, 0.95), color, clear)
  }
}
