/// The cat's face in its own coordinates: the origin between the eyes, x to the right, y up, half a head wide is 1.
enum CatFace {
  static let nose = Point(0, -0.41)
  static let eye = Point(0.395, 0.03)

  /// Half the head's width at a height: from the crown down over the cheeks to the chin.
  static func halfWidth(_ y: Float) -> Float {
    let heights: [Float] = [-0.90, -0.84, -0.72, -0.52, -0.28, 0.02, 0.30, 0.54, 0.71, 0.79]
    let widths: [Float] = [0.00, 0.27, 0.50, 0.80, 0.96, 0.95, 0.87, 0.70, 0.42, 0.00]
    guard y > heights[0], y < heights[heights.count - 1] else { return 0 }
    var index = 0
    while index < heights.count - 2 && y > heights[index + 1] { index += 1 }
    let t = (y - heights[index]) / (heights[index + 1] - heights[index])
    return mix(widths[index], widths[index + 1], t)
  }

  /// How far the head stands out of the picture; negative outside the head.
  static func relief(_ p: Point) -> Float {
    let width = halfWidth(p.y)
    let across = width > 0 ? 1 - (p.x / width) * (p.x / width) : -1
    guard across > 0 else { return -0.1 }
    let side = Point(abs(p.x), p.y)
    let upright = 1 - ((p.y + 0.07) / 0.87) * ((p.y + 0.07) / 0.87)
    var z = 0.80 * (across * max(upright, 0.02)).squareRoot()
    z += 0.20 * bump(side, Point(0.14, -0.53), Point(0.30, 0.22))
    z += 0.26 * bump(side, Point(0.16, -0.55), Point(0.165, 0.125))
    z += 0.20 * bump(side, Point(0, -0.36), Point(0.17, 0.22))
    z += 0.15 * bump(side, Point(0, 0.02), Point(0.13, 0.40))
    z += 0.10 * bump(side, Point(0.36, 0.30), Point(0.24, 0.15))
    z += 0.10 * bump(side, Point(0.62, -0.28), Point(0.28, 0.22))
    z -= 0.12 * bump(side, Point(0.38, 0.03), Point(0.22, 0.17))
    z -= 0.16 * bump(side, Point(0, -0.60), Point(0.05, 0.09))
    z -= 0.16 * bump(side, Point(0.10, -0.70), Point(0.24, 0.05))
    z += 0.16 * bump(side, Point(0, -0.79), Point(0.18, 0.09))
    return z
  }

  /// The direction in which the head's surface faces.
  static func normal(_ p: Point) -> Vector {
    let reach: Float = 0.02
    let x = relief(p + Point(reach, 0)) - relief(p - Point(reach, 0))
    let y = relief(p + Point(0, reach)) - relief(p - Point(0, reach))
    return normalized(Vector(-x, -y, 2 * reach))
  }

  /// The way the fur lies: away from the nose, around the eyes, down the cheeks.
  static func flow(_ p: Point) -> Point {
    let side: Float = p.x < 0 ? -1 : 1
    let q = Point(abs(p.x), p.y)
    var way = normalized(q - Point(0, -0.34))
    way += Point(0.05, -0.45) * smoothstep(0.35, 0.8, q.x) * smoothstep(0.3, -0.2, q.y)
    way += Point(-0.2, 0.5) * smoothstep(0.2, 0.5, q.y)
    way += Point(0, -0.8) * smoothstep(-0.52, -0.75, q.y)
    let fromEye = (q - eye) * Point(1, 1.35)
    way += normalized(fromEye) * 1.6 * bell(length(fromEye), width: 0.27)
    way = normalized(way)
    return Point(way.x * side, way.y)
  }

  /// How long the fur is.
  static func furLength(_ p: Point) -> Float {
    let q = Point(abs(p.x), p.y)
    var long: Float = 0.105
    long += 0.15 * smoothstep(0.60, 0.95, q.x) * smoothstep(0.35, -0.2, q.y)
    long += 0.06 * smoothstep(-0.55, -0.85, q.y)
    long -= 0.050 * bump(q, Point(0, -0.2), Point(0.20, 0.40))
    long -= 0.048 * bump(q, Point(0.12, -0.52), Point(0.25, 0.17))
    long -= 0.050 * bump(q, eye, Point(0.33, 0.24))
    return max(long, 0.03)
  }

  /// The share of the light from all around that reaches the skin: less in the sockets and under the lips.
  static func openness(_ p: Point) -> Float {
    let q = Point(abs(p.x), p.y)
    var open: Float = 1
    open -= 0.38 * smoothstep(0.16, 0.02, CatEye.lidDistance(p))
    open -= 0.30 * bump(q, Point(0.17, -0.30), Point(0.09, 0.15))
    open -= 0.42 * bump(q, Point(0.13, -0.71), Point(0.22, 0.055))
    open -= 0.30 * bump(q, Point(0, -0.58), Point(0.035, 0.09))
    open -= 0.35 * smoothstep(-0.76, -0.92, q.y)
    open -= 0.30 * bump(q, Point(0.47, 0.62), Point(0.22, 0.10))
    return open
  }

  /// A smooth bell of height 1.
  static func bump(_ p: Point, _ center: Point, _ radii: Point) -> Float {
    let d = (p - center) / radii
    return exponential(-dot(d, d))
  }
}
