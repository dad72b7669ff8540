/// An ear, the right one of the picture; the other is its mirror image.
enum CatEar {
  static let tip = Point(0.80, 1.20)
  static let innerFoot = Point(0.25, 0.66)
  static let outerFoot = Point(0.93, 0.28)

  /// The inner edge from its foot (0) to the tip (1).
  static func innerEdge(_ t: Float) -> Point { curve(innerFoot, Point(0.44, 1.02), tip, t) }

  /// The outer edge from its foot (0) to the tip (1).
  static func outerEdge(_ t: Float) -> Point { curve(outerFoot, Point(1.05, 0.78), tip, t) }

  private static func curve(_ a: Point, _ b: Point, _ c: Point, _ t: Float) -> Point {
    a * ((1 - t) * (1 - t)) + b * (2 * t * (1 - t)) + c * (t * t)
  }

  /// Where a point lies between the edges: across from the inner (0) to the outer (1), and up to the tip; nil outside.
  static func coordinates(_ p: Point) -> (across: Float, up: Float)? {
    let q = Point(abs(p.x), p.y)
    // The edges are joined by straight lines; the right one is found by halving.
    func side(_ t: Float) -> Float {
      let a = innerEdge(t)
      let b = outerEdge(t)
      return (b.x - a.x) * (q.y - a.y) - (b.y - a.y) * (q.x - a.x)
    }
    guard side(0) > 0, side(1) <= 0 || q.y < tip.y else { return nil }
    var low: Float = 0
    var high: Float = 1
    for _ in 0..<12 {
      let middle = (low + high) / 2
      if side(middle) > 0 { low = middle } else { high = middle }
    }
    let a = innerEdge(low)
    let b = outerEdge(low)
    let across = dot(q - a, b - a) / max(dot(b - a, b - a), 1e-6)
    return across >= 0 && across <= 1 && low < 0.999 ? (across, low) : nil
  }

  /// The bare skin within.
  static func skin(_ across: Float, _ up: Float, _ p: Point) -> Vector {
    let depth = bell(across, center: 0.55, width: 0.26) * smoothstep(0.95, 0.25, up)
    let pink = Vector(0.36, 0.19, 0.15) * (1 + 0.15 * fractalNoise(p * 9, octaves: 3, seed: 151))
    let glow: Float = p.x > 0 ? 1.15 : 0.9
    return mix(pink * glow, Vector(0.07, 0.030, 0.025), 0.85 * depth)
  }
}
