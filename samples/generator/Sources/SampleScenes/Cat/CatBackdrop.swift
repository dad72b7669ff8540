/// What lies under the hairs: a garden out of focus, skin, eyes, nose and mouth.
enum CatBackdrop {
  static func color(_ p: Point) -> Vector {
    let eye = CatEye.lidDistance(p)
    if eye < 0 {
      return CatEye.color(p) * smoothstep(0, -0.02, eye) + Vector(0.012, 0.009, 0.008) * smoothstep(-0.02, 0, eye)
    }
    if CatNose.distance(p) < 0.012 { return CatNose.color(p, CatView.light) }
    if CatFace.halfWidth(p.y) > abs(p.x) {
      let lids = smoothstep(0.07, 0.02, eye)
      let skin = mix(CatCoat.head(p) * 0.28, Vector(0.018, 0.013, 0.012), lids)
      let glint = 0.05 * bell(eye, center: 0.018, width: 0.012) * clamp(0.4 - p.y * 2)
      return skin + Vector(repeating: glint)
    }
    if let (across, up) = CatEar.coordinates(p) { return CatEar.skin(across, up, p) * 0.8 }
    if abs(p.x) < CatView.shoulder(p.y) - 0.03 { return CatCoat.chest(p) * 0.16 }
    return garden(p)
  }

  /// Leaves and lights so far away that the lens makes discs of them.
  private static func garden(_ p: Point) -> Vector {
    let broad = fractalNoise(p * 0.75, octaves: 2, seed: 181)
    var color = mix(Vector(0.010, 0.022, 0.018), Vector(0.055, 0.085, 0.045), clamp(0.5 + 0.9 * broad + 0.15 * p.y))
    let cellSize: Float = 0.42
    let q = p / cellSize
    let cell = Point(roundedDown(q.x), roundedDown(q.y))
    for dy in -1...1 {
      for dx in -1...1 {
        let corner = cell + Point(Float(dx), Float(dy))
        let bits = mixedBits(Int32(corner.x), Int32(corner.y), 183)
        guard unit(mixedBits(bits &+ 5)) < 0.5 else { continue }
        let center = corner + Point(unit(bits), unit(mixedBits(bits)))
        let radius = 0.30 + 0.42 * unit(mixedBits(bits &+ 1))
        let disc = smoothstep(radius, radius * 0.62, length(q - center))
        let hue = unit(mixedBits(bits &+ 2))
        let tint = mix(Vector(0.060, 0.110, 0.035), Vector(0.26, 0.23, 0.11), hue * hue)
        color += tint * (disc * (0.12 + 0.38 * unit(mixedBits(bits &+ 3))))
      }
    }
    return color * (1 - 0.18 * dot(p, p) * 0.5)
  }
}
