/// A four-cornered sail filled with wind; a three-cornered one has both upper corners in one place.
struct SailShape {
  /// Lower corner at the mast.
  var tack: Vector
  /// Lower corner at the free end.
  var clew: Vector
  /// Upper corner at the mast.
  var throat: Vector
  /// Upper corner at the free end.
  var peak: Vector
  /// The greatest depth of the curve as a share of the sail's width.
  var camber: Float
  /// How far the free edge is cut beyond (or, negative, within) the straight line, in metres.
  var roach: Float

  /// A point of the cloth: u from the mast to the free edge, v from foot to head.
  func point(_ u: Float, _ v: Float) -> Vector {
    let luff = mix(tack, throat, v)
    let leech = mix(clew, peak, v)
    let chord = leech - luff
    let width = length(chord)
    let up = normalized(mix(throat - tack, peak - clew, u))
    let toLee = normalized(cross(up, chord))
    // Deepest two fifths of the way back, flat at the gaff and, less so, at the foot.
    let profile = 4.35 * u * (1 - u) * (1.15 - 0.55 * u)
    let fullness = camber * (0.55 + 0.45 * sine(Float.pi * min(v * 1.15 + 0.08, 1)))
    let sag = -0.09 * sine(Float.pi * u) * (1 - v) * (1 - v) * width * 0.35
    let out = roach * sine(Float.pi * v) * smoothstep(0.5, 1, u)
    return luff + chord * (u + out / max(width, 0.3)) + toLee * (profile * fullness * width) + up * sag
      + toLee * creases(u, v)
  }

  /// Folds of the cloth: from the corners and along the mast.
  private func creases(_ u: Float, _ v: Float) -> Float {
    let fromTack = Point(u * 1.5, v * 3)
    let fromPeak = Point((1 - u) * 1.5, (1 - v) * 3)
    let a = 0.010 * sine(14 * arctangent(y: fromTack.y, x: fromTack.x + 0.001)) * bell(length(fromTack), width: 0.7)
    let b = 0.012 * sine(17 * arctangent(y: fromPeak.y, x: fromPeak.x + 0.001)) * bell(length(fromPeak), width: 0.9)
    let along = 0.007 * sine(v * 60) * bell(u, width: 0.10)
    return a + b + along + 0.012 * fractalNoise(Point(u * 3, v * 4), octaves: 3, seed: 61)
  }
}

/// Where the boat's spars and sails stand, in the boat's own frame.
enum Rig {
  static let mastFoot = Vector(0.80, 0.20, 0)
  static let mastTop = Vector(0.72, 6.75, 0)
  static let boomAngle: Float = 0.33
  static let gaffAngle: Float = 0.62

  private static func aft(_ angle: Float) -> Vector { Vector(-cosine(angle), 0, sine(angle)) }

  static let main: SailShape = {
    let tack = Vector(0.68, 1.62, 0)
    let throat = Vector(0.64, 4.15, 0)
    return SailShape(
      tack: tack, clew: tack + aft(boomAngle) * 3.25 + Vector(0, 0.20, 0), throat: throat,
      peak: throat + aft(gaffAngle) * 1.62 + Vector(0, 2.02, 0), camber: 0.105, roach: -0.02)
  }()

  static let jib: SailShape = {
    let head = Vector(0.86, 5.35, 0.02)
    return SailShape(
      tack: Vector(3.72, 1.24, 0), clew: Vector(0.72, 1.40, 0.88), throat: head,
      peak: head + Vector(-0.06, -0.02, 0.03), camber: 0.10, roach: -0.14)
  }()
}
