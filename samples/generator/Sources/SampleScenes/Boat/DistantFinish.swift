extension Finish {
  /// The look of what stands far from the boat.
  func distantLook(_ p: Vector, _ surface: Point) -> SurfaceLook {
    switch self {
    case .tower: return SurfaceLook(albedo: Vector(0.82, 0.80, 0.76) * (1 + 0.08 * noise(p * 0.7, seed: 93)))
    case .towerBand: return SurfaceLook(albedo: Vector(0.55, 0.07, 0.05))
    case .lantern: return SurfaceLook(albedo: Vector(0.10, 0.12, 0.13), mirror: 0.3)
    case .plaster: return SurfaceLook(albedo: Vector(0.78, 0.74, 0.66))
    case .roof: return SurfaceLook(albedo: Vector(0.42, 0.14, 0.08))
    case .buoyRed:
      let scratch = fractalNoise(p * 6, octaves: 4, seed: 95)
      return SurfaceLook(albedo: Vector(0.70, 0.10, 0.04) * (1 + 0.2 * scratch), mirror: 0.04, smoothness: 60)
    case .buoyWhite: return SurfaceLook(albedo: Vector(0.80, 0.78, 0.72), mirror: 0.04, smoothness: 60)
    case .gullWing:
      let tip = smoothstep(0.75, 0.9, surface.x)
      return SurfaceLook(
        albedo: mix(Vector(0.62, 0.64, 0.66), Vector(0.06, 0.06, 0.07), tip), mirror: 0, translucency: 0.3)
    default: return SurfaceLook(albedo: Vector(0.85, 0.84, 0.82), mirror: 0)
    }
  }
}
