/// What a surface is made of.
enum Finish: UInt8, Sendable {
  case hullPaint, varnish, inside, floor, deck, mainsail, jib, rope, wire, pennant
  case skin, hair, jersey, trousers, straw, ribbon
  case buoyRed, buoyWhite
  case tower, towerBand, lantern, plaster, roof, gull, gullWing

  /// Cloth that lets light through.
  var isSailcloth: Bool { self == .mainsail || self == .jib || self == .pennant }
}

/// How a point of a surface answers light.
struct SurfaceLook {
  /// The share of each colour thrown back in all directions.
  var albedo: Vector
  /// The share thrown back as by a mirror, seen straight on.
  var mirror: Float = 0.02
  /// The exponent of the highlight: greater is smoother.
  var smoothness: Float = 30
  /// The share of light on the far side that shines through.
  var translucency: Float = 0
  /// A small change of the normal, by bumps too fine for the mesh.
  var bump = Vector()
}
