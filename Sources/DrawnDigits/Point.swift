/// A point of a drawing: x to the right, y downwards.
struct Point: Sendable, Equatable {
  var x: Double
  var y: Double

  static func + (left: Point, right: Point) -> Point { Point(x: left.x + right.x, y: left.y + right.y) }
  static func - (left: Point, right: Point) -> Point { Point(x: left.x - right.x, y: left.y - right.y) }
  static func * (factor: Double, point: Point) -> Point { Point(x: factor * point.x, y: factor * point.y) }

  var length: Double { (x * x + y * y).squareRoot() }
}
