/// The colours of a tabby's fur.
enum CatCoat {
  private static let brown = Vector(0.285, 0.205, 0.135)
  private static let warm = Vector(0.40, 0.235, 0.125)
  private static let cream = Vector(0.66, 0.55, 0.42)
  private static let white = Vector(0.80, 0.77, 0.72)
  private static let dark = Vector(0.030, 0.023, 0.019)

  /// The colour of the head's fur at a root.
  static func head(_ p: Point) -> Vector {
    let warp = Point(fractalNoise(p * 3.1, octaves: 3, seed: 141), fractalNoise(p * 3.1, octaves: 3, seed: 143))
    let w = p + warp * 0.035
    let q = Point(abs(w.x), w.y)
    var color = mix(
      brown, warm, clamp(0.35 + 0.5 * noise(p * 2.3, seed: 145) + CatFace.bump(q, Point(0, -0.1), Point(0.2, 0.35))))
    color = mix(color, cream, 0.55 * smoothstep(0.15, -0.5, q.y) * smoothstep(0.25, 0.5, q.x))
    color = mix(color, dark, 0.93 * stripes(q))
    // Pale spectacles around the eyes, a white muzzle, chin and bib.
    let eye = CatEye.lidDistance(w)
    let above = smoothstep(0.05, 0.25, q.y - 0.55 * (q.x - 0.2))
    color = mix(
      color, cream, 0.85 * bell(eye, center: 0.22, width: 0.16) * (0.45 + 0.55 * above) * smoothstep(0.75, 0.5, q.x))
    let muzzle = length((q - Point(0.10, -0.60)) / Point(0.34, 0.20))
    color = mix(color, white, smoothstep(1.12, 0.86, muzzle + 0.12 * warp.x))
    color = mix(color, white, smoothstep(-0.66, -0.76, q.y))
    color = mix(
      color, white, 0.8 * bell(q.x, width: 0.06 + 0.05 * smoothstep(0, -0.4, q.y)) * smoothstep(0.02, -0.22, q.y))
    color *= 1 - 0.55 * whiskerSpots(q)
    color = mix(color, dark, 0.9 * smoothstep(0.12, 0.02, eye))
    color = mix(color, dark, 0.85 * smoothstep(0.022, 0.007, CatNose.mouthDistance(p)))
    return color
  }

  /// 1 on a dark stripe: the M of the forehead, lines from the eyes over the cheeks.
  private static func stripes(_ q: Point) -> Float {
    let angle = arctangent(y: q.x, x: q.y + 0.62)
    let spread = angle * 31
    let forehead =
      smoothstep(0.0, 0.5, cosine(spread) + 0.35 * noise(q * Point(14, 4), seed: 139))
      * smoothstep(0.22, 0.36, q.y + 0.12 * cosine(spread * 0.5))
    let brow =
      bell(q.y - 0.30 - 0.55 * (q.x - 0.32) * (q.x - 0.32) - 0.10 * (q.x - 0.3), width: 0.030)
      * smoothstep(0.10, 0.2, q.x) * smoothstep(0.62, 0.48, q.x)
    let down = q.y + 0.02 + 0.30 * (q.x - 0.60)
    let cheek =
      smoothstep(0.35, 0.75, cosine(down * 2 * Float.pi / 0.185)) * smoothstep(0.58, 0.68, q.x + 0.25 * max(-down, 0))
      * smoothstep(-0.55, -0.42, q.y) * smoothstep(0.20, 0.12, down)
    let temple =
      smoothstep(0.25, 0.7, cosine((q.y - 0.8 * q.x) * 2 * Float.pi / 0.20)) * smoothstep(0.66, 0.76, q.x)
      * smoothstep(0.08, 0.18, q.y)
    let bridge =
      0.55 * bell(q.x - 0.115 - 0.05 * q.y, width: 0.022) * smoothstep(-0.15, 0.05, q.y) * smoothstep(0.42, 0.3, q.y)
    return clamp(max(max(forehead, 0.7 * brow), max(max(cheek, temple), bridge)))
  }

  /// 1 on the dark roots of the whiskers.
  static func whiskerSpots(_ q: Point) -> Float {
    var sum: Float = 0
    for row in 0..<4 {
      for column in 0..<4 {
        let spot = Point(
          0.125 + 0.055 * Float(column) + 0.01 * Float(row % 2), -0.485 - 0.040 * Float(row) + 0.012 * Float(column))
        sum += bell(length(q - spot), width: 0.011)
      }
    }
    return min(sum, 1)
  }

  static func chest(_ p: Point) -> Vector {
    let warp = fractalNoise(p * 2.2, octaves: 3, seed: 147)
    let bib = smoothstep(0.52, 0.30, abs(p.x) + 0.16 * warp)
    let band = smoothstep(0.1, 0.6, cosine((p.y + 0.30 * abs(p.x) + 0.06 * warp) * 2 * Float.pi / 0.30))
    return mix(mix(brown * 1.1, dark, 0.85 * band), white * 0.95, bib)
  }

  static func ear(_ p: Point, edge: Float) -> Vector {
    mix(mix(brown, warm, 0.4), dark, 0.65 * smoothstep(0.10, 0.0, edge) + 0.2 * noise(p * 6, seed: 149))
  }
}
