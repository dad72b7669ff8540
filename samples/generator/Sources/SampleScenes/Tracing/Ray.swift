/// A half-line; its direction is a unit vector.
struct Ray {
  var origin: Vector
  var direction: Vector

  func point(at distance: Float) -> Vector { origin + direction * distance }
}

/// Where a ray meets a surface.
struct Hit {
  var distance: Float
  var position: Vector
  /// Turned towards the side that the ray came from.
  var normal: Vector
  var surface: Point
  var finish: Finish
}
