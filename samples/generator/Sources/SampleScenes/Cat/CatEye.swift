/// An eye of the cat, the right one of the picture; the other is its mirror image but for the light.
enum CatEye {
  private static let tilt: Float = 0.20
  private static let size: Float = 0.208

  /// A point of the face in the eye's own frame, where the corners are near x = −1 and 1.
  static func local(_ p: Point) -> Point {
    rotated(Point(abs(p.x), p.y) - CatFace.eye, by: -tilt) / size
  }

  /// Signed distance from the lids, in widths of the eye: negative where the eye is open.
  static func lidDistance(_ p: Point) -> Float {
    let q = local(p)
    let x = clamp(q.x, -1.05, 1.05)
    let arch = max(1 - x * x * 0.91, 0)
    let upper = 0.70 * power(arch, 0.66) - 0.08 * x
    let lower = -0.64 * power(arch, 0.74) - 0.08 + 0.02 * x - 0.16 * bell(q.x, center: -0.92, width: 0.3)
    return max(max(q.y - upper, lower - q.y) * 0.8, abs(q.x) - 1.05)
  }

  /// The open eye's light at a point of the face; the light comes from the upper left for both eyes.
  static func color(_ p: Point) -> Vector {
    let q = local(p)
    let side: Float = p.x < 0 ? -1 : 1
    let d = q - Point(-0.01, 0.02)
    let radius = length(d)
    let angle = arctangent(y: d.y, x: d.x * side)
    // Fibres run from the pupil outwards and are crossed by faint rings.
    let fibre = fractalNoise(Point(angle * 9 + side * 3, radius * 2.2), octaves: 4, seed: 121, gain: 0.6)
    let fine = noise(Point(angle * 42, radius * 3), seed: 123)
    let ring = noise(Point(radius * 11, angle), seed: 125)
    let inner = Vector(0.46, 0.26, 0.045)
    let middle = Vector(0.34, 0.30, 0.085)
    let outer = Vector(0.15, 0.19, 0.075)
    var color = mix(mix(inner, middle, smoothstep(0.2, 0.5, radius)), outer, smoothstep(0.5, 0.92, radius))
    color *= 1 + 0.50 * fibre + 0.20 * fine + 0.12 * ring
    color *= 1 - 0.80 * smoothstep(0.80, 0.98, radius)
    // The cornea gathers light on the side away from the lamp.
    let away = dot(normalized(d * Point(side, 1)), normalized(Point(0.5, -0.8)))
    color *= 0.62 + 0.75 * smoothstep(-0.4, 1, away) * smoothstep(0.15, 0.6, radius)
    // The pupil stands upright, however the lids slant.
    let upright = rotated(d, by: tilt)
    let slit = length(upright / Point(0.25, 0.64))
    let pupil = smoothstep(1.05, 0.94, slit + 0.03 * fibre)
    color = mix(color, Vector(0.004, 0.004, 0.005), pupil)
    // Lids and lashes shade the upper part; the corners are darker and faintly pink.
    let lid = -lidDistance(p)
    color *= smoothstep(-0.03, 0.42, lid + 0.20 * smoothstep(0.2, -0.5, q.y))
    color = mix(color, Vector(0.16, 0.08, 0.07), 0.75 * bell(q.x, center: -1.0, width: 0.16))
    color += highlights(Point(q.x * side, q.y), lid, q)
    return color
  }

  private static func highlights(_ q: Point, _ lid: Float, _ unmirrored: Point) -> Vector {
    // A window with one bar, bent by the round eye; a paler glow of the sky above; a wet rim below.
    let w = rotated(q - Point(-0.27, 0.33), by: 0.16 + 0.5 * q.x) / Point(0.19, 0.17)
    let frame = smoothstep(1.06, 0.90, max(abs(w.x), abs(w.y)))
    let bars = smoothstep(0.05, 0.13, abs(w.x + 0.05)) * smoothstep(0.04, 0.11, abs(w.y - 0.1))
    var light = Vector(0.95, 0.98, 1.0) * (1.7 * frame * bars)
    light +=
      Vector(0.22, 0.28, 0.34)
      * (0.55 * CatFace.bump(q, Point(0.05, 0.45), Point(0.55, 0.20)) * smoothstep(0.05, 0.25, lid))
    light += Vector(0.5, 0.45, 0.4) * (0.8 * CatFace.bump(q, Point(0.34, -0.34), Point(0.10, 0.07)))
    let wet = bell(lid, center: 0.035, width: 0.022) * smoothstep(-0.2, -0.5, unmirrored.y)
    light += Vector(0.55, 0.50, 0.48) * (0.55 * wet * (0.5 + 0.5 * noise(q * 9, seed: 127)))
    return light
  }
}
