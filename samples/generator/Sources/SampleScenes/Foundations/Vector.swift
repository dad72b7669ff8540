/// A point, a direction or a linear-light colour. x is right, y up, z towards the viewer.
typealias Vector = SIMD3<Float>

/// A point of the picture plane or of a surface.
typealias Point = SIMD2<Float>

@inline(__always)
func dot(_ a: Vector, _ b: Vector) -> Float { a.x * b.x + a.y * b.y + a.z * b.z }

@inline(__always)
func cross(_ a: Vector, _ b: Vector) -> Vector {
  Vector(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}

@inline(__always)
func length(_ a: Vector) -> Float { dot(a, a).squareRoot() }

@inline(__always)
func normalized(_ a: Vector) -> Vector { a * (1 / max(length(a), 1e-20)) }

/// `direction` thrown back by a surface with this normal.
@inline(__always)
func reflected(_ direction: Vector, _ normal: Vector) -> Vector {
  direction - normal * (2 * dot(direction, normal))
}

@inline(__always)
func dot(_ a: Point, _ b: Point) -> Float { a.x * b.x + a.y * b.y }

@inline(__always)
func length(_ a: Point) -> Float { dot(a, a).squareRoot() }

@inline(__always)
func normalized(_ a: Point) -> Point { a * (1 / max(length(a), 1e-20)) }

/// `a` turned by an angle in radians, from x towards y.
@inline(__always)
func rotated(_ a: Point, by angle: Float) -> Point {
  let c = cosine(angle)
  let s = sine(angle)
  return Point(c * a.x - s * a.y, s * a.x + c * a.y)
}

/// `a` turned about the y axis by an angle in radians, from x towards −z.
@inline(__always)
func rotatedAboutY(_ a: Vector, by angle: Float) -> Vector {
  let c = cosine(angle)
  let s = sine(angle)
  return Vector(c * a.x + s * a.z, a.y, c * a.z - s * a.x)
}

/// `a` turned about the x axis by an angle in radians, from y towards z.
@inline(__always)
func rotatedAboutX(_ a: Vector, by angle: Float) -> Vector {
  let c = cosine(angle)
  let s = sine(angle)
  return Vector(a.x, c * a.y - s * a.z, s * a.y + c * a.z)
}

/// Two directions at right angles to a unit vector and to each other.
@inline(__always)
func tangents(of normal: Vector) -> (Vector, Vector) {
  let helper = abs(normal.y) < 0.9 ? Vector(0, 1, 0) : Vector(1, 0, 0)
  let first = normalized(cross(helper, normal))
  return (first, cross(normal, first))
}
