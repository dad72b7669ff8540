/// The lines of the boat's hull, in the boat's own frame: x forward, y up, z to starboard, metres, water at y = 0.
enum HullShape {
  static let halfBeam: Float = 1.02

  /// Half the breadth at the rail, from the stern (0) to the bow (1).
  static func halfBreadth(_ s: Float) -> Float {
    let widest: Float = 0.42
    if s < widest {
      let t = (widest - s) / widest
      return halfBeam * (1 - 0.30 * t * t)
    }
    let t = (s - widest) / (1 - widest)
    return halfBeam * (1 - power(t, 2.25))
  }

  /// The height of the rail: the sheer.
  static func sheer(_ s: Float) -> Float {
    let t = s - 0.36
    return 0.60 + (t > 0 ? 1.12 * t * t : 0.95 * t * t)
  }

  /// The lowest line of the planks.
  static func keel(_ s: Float) -> Float {
    let t = max(1 - s / 0.55, 0)
    return -0.36 + 0.36 * t * t
  }

  static func stern(_ t: Float) -> Float { -2.95 - 0.16 * t }

  static func stem(_ t: Float) -> Float {
    let down = 1 - t
    return 3.10 - 0.20 * down - 0.85 * down * down * down
  }

  /// A point of the starboard skin; `t` climbs from the keel (0) to the rail (1).
  static func point(_ s: Float, _ t: Float) -> Vector {
    let fine = smoothstep(0.45, 1, s)
    let low = mix(mix(0.70, 0.80, smoothstep(0, 0.4, s)), 0.30, fine)
    let middle = mix(1.03, 0.66, fine)
    let left = 1 - t
    let breadth = 3 * left * left * t * low + 3 * left * t * t * middle + t * t * t
    let rise = 3 * left * left * t * 0.04 + 3 * left * t * t * 0.40 + t * t * t
    return Vector(
      mix(stern(t), stem(t), s), mix(keel(s), sheer(s), rise), halfBreadth(s) * breadth)
  }

  /// The outward direction of the starboard skin.
  static func normal(_ s: Float, _ t: Float) -> Vector {
    let ds: Float = s < 0.5 ? 0.01 : -0.01
    let dt: Float = t < 0.5 ? 0.01 : -0.01
    let along = (point(s + ds, t) - point(s, t)) * (1 / ds)
    let up = (point(s, t + dt) - point(s, t)) * (1 / dt)
    return normalized(cross(along, up))
  }

  /// How far a point lies outside the waterline, in metres; negative inside. Good near the hull.
  static func distanceOutside(x: Float, z: Float) -> Float {
    let s = clamp((x + 2.99) / 5.93)
    // Station by station the waterline lies where the planks cross y = 0.
    var t: Float = 0.5
    for _ in 0..<6 {
      let y = point(s, t).y
      t = clamp(t - y / 1.0, 0.02, 0.98)
    }
    let across = abs(z) - point(s, t).z
    let past = max(x - 2.92, -2.99 - x)
    return past > 0 ? length(Point(past, max(across, 0))) : across
  }
}
