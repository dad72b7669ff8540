/// A camera that looks along −z with upright picture plane, as a view camera with shifted lens does:
/// what is vertical stays vertical.
struct Camera: Sendable {
  var position: Vector
  /// Pixels of the picture.
  var width: Int
  var height: Int
  /// Half the picture's height at distance 1.
  var halfHeight: Float
  /// The row of the horizon, as a share of the height from the top.
  var horizon: Float

  /// The angle that one pixel covers, in radians.
  var pixelAngle: Float { 2 * halfHeight / Float(height) }

  /// The ray through a point of the picture, in pixels from the upper left corner.
  func ray(x: Float, y: Float) -> Ray {
    Ray(
      origin: position,
      direction: normalized(
        Vector((x - Float(width) / 2) * pixelAngle, (Float(height) * horizon - y) * pixelAngle, -1)))
  }
}
