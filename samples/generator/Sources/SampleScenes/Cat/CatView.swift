/// Where the cat sits in the picture, and the light.
struct CatView: Sendable {
  /// The picture's width and height in pixels.
  let size: Int

  /// Towards the lamp: from the upper left, a little in front.
  static let light = normalized(Vector(-0.62, 0.60, 0.52))

  private static let tilt: Float = 0.055
  private var unit: Float { Float(size) * 0.322 }
  private var origin: Point { Point(Float(size) * 0.505, Float(size) * 0.472) }

  /// Widths of strokes relative to a picture of 800 pixels.
  var stroke: Float { Float(size) / 800 }

  /// A point of the face as one of the picture.
  func pixel(_ p: Point) -> Point {
    let q = rotated(p, by: CatView.tilt)
    return origin + Point(q.x, -q.y) * unit
  }

  /// A point of the picture as one of the face.
  func face(_ pixel: Point) -> Point {
    let q = (pixel - origin) / unit
    return rotated(Point(q.x, -q.y), by: -CatView.tilt)
  }

  /// Half the width of neck and shoulders at a height.
  static func shoulder(_ y: Float) -> Float {
    y > -0.45 ? 0 : 0.62 + 0.62 * smoothstep(-0.75, -1.6, y)
  }
}
