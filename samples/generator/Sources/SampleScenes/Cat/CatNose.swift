/// The cat's nose and mouth.
enum CatNose {
  /// Signed distance from the bare skin of the nose; negative on it.
  static func distance(_ p: Point) -> Float {
    let q = Point(abs(p.x), p.y - CatFace.nose.y)
    // Broad above, narrowing to the cleft of the lip, with rounded wings.
    let half = 0.155 * smoothstep(-0.13, 0.015, q.y) + 0.016
    let top = q.y - (0.070 - 0.10 * q.x * q.x / 0.03 * 0.5)
    let bottom = -0.135 - q.y
    return max(q.x - half, max(top, bottom))
  }

  static func color(_ p: Point, _ light: Vector) -> Vector {
    let q = Point(abs(p.x), p.y - CatFace.nose.y)
    let pebble = noise(p * 75, seed: 131) + 0.5 * noise(p * 140, seed: 133)
    var albedo = Vector(0.44, 0.165, 0.135) * (1 + 0.16 * pebble)
    let edge = smoothstep(-0.030, 0.0, distance(p))
    albedo = mix(albedo, Vector(0.10, 0.05, 0.045), 0.85 * edge)
    let wing = rotated(q - Point(0.093, -0.038), by: -0.55)
    let nostril = smoothstep(
      1.15, 0.75, length(wing / Point(0.052, 0.021)) - 0.35 * bell(q.x, center: 0.14, width: 0.03))
    albedo = mix(albedo, Vector(0.008, 0.004, 0.004), nostril)
    albedo *= 1 - 0.65 * bell(q.x, width: 0.007) * smoothstep(0.0, -0.05, q.y)
    let normal = normalized(Vector(p.x * 4.5, 0.5 + q.y * 5, 1) + Vector(0.10, 0.12, 0) * pebble)
    let lit = 0.32 + 0.85 * clamp(dot(normal, light))
    let half = normalized(light + Vector(0, 0, 1))
    let shine = 0.30 * power(clamp(dot(normal, half)), 28) * (1 - nostril)
    return albedo * lit + Vector(repeating: shine)
  }

  /// Distance from the line of the mouth.
  static func mouthDistance(_ p: Point) -> Float {
    let q = Point(abs(p.x), p.y)
    let cleft = max(abs(q.x), max(q.y + 0.53, -0.625 - q.y))
    // From the cleft the lips run out and up like the arms of an anchor.
    let curve = -0.625 - 0.070 * sine(min(q.x / 0.30, 1) * Float.pi * 0.78)
    let lips = max(abs(q.y - curve), q.x - 0.27)
    return min(cleft, lips)
  }
}
