/// `x` held between two limits.
@inline(__always)
func clamp(_ x: Float, _ low: Float = 0, _ high: Float = 1) -> Float { min(max(x, low), high) }

/// (1 − t)·a + t·b.
@inline(__always)
func mix(_ a: Float, _ b: Float, _ t: Float) -> Float { a + (b - a) * t }

/// (1 − t)·a + t·b.
@inline(__always)
func mix(_ a: Vector, _ b: Vector, _ t: Float) -> Vector { a + (b - a) * t }

/// 0 below `low`, 1 above `high`, and 3t² − 2t³ between; the limits may also be given falling.
@inline(__always)
func smoothstep(_ low: Float, _ high: Float, _ x: Float) -> Float {
  let t = clamp((x - low) / (high - low))
  return t * t * (3 - 2 * t)
}

/// (1 − t)·a + t·b.
@inline(__always)
func mix(_ a: Point, _ b: Point, _ t: Float) -> Point { a + (b - a) * t }

/// A bell of height 1 at `center`, about `width` to each side.
@inline(__always)
func bell(_ x: Float, center: Float = 0, width: Float) -> Float {
  let t = (x - center) / width
  return exponential(-t * t)
}

/// `x` less the greatest whole number not above it.
@inline(__always)
func fraction(_ x: Float) -> Float { x - roundedDown(x) }
