extension Finish {
  /// The look of a surface at a point of the boat's frame, in metres, and at a point of its own surface.
  func look(at p: Vector, surface: Point) -> SurfaceLook {
    switch self {
    case .hullPaint: return paintedPlanks(p, surface)
    case .varnish: return varnishedWood(p)
    case .inside:
      let grain = fractalNoise(Point(p.x * 2, p.y * 30), octaves: 3, seed: 71)
      return SurfaceLook(albedo: Vector(0.42, 0.30, 0.17) * (1 + 0.2 * grain))
    case .floor:
      let gap = smoothstep(0.04, 0.09, abs(fraction(p.z * 7) - 0.5) * -1 + 0.5)
      return SurfaceLook(albedo: mix(Vector(0.05, 0.035, 0.02), Vector(0.40, 0.29, 0.18), gap))
    case .deck: return laidDeck(p)
    case .mainsail: return sailcloth(surface, Rig.main, emblem: true)
    case .jib: return sailcloth(surface, Rig.jib, emblem: false)
    case .rope:
      let lay = 0.5 + 0.5 * sine(surface.x * 220 + surface.y * 2 * Float.pi)
      return SurfaceLook(albedo: Vector(0.56, 0.48, 0.36) * (0.6 + 0.45 * lay))
    case .wire: return SurfaceLook(albedo: Vector(0.12, 0.12, 0.13), mirror: 0.3, smoothness: 60)
    case .pennant:
      let band = abs(surface.y - 0.5) < 0.17
      return SurfaceLook(albedo: band ? Vector(0.80, 0.78, 0.72) : Vector(0.04, 0.09, 0.30), translucency: 0.35)
    case .skin: return SurfaceLook(albedo: Vector(0.55, 0.30, 0.20))
    case .hair: return SurfaceLook(albedo: Vector(0.08, 0.05, 0.03))
    case .jersey:
      let stripe = fraction(p.y * 11) < 0.42
      let knit = 0.9 + 0.2 * noise(p * 60, seed: 73)
      return SurfaceLook(albedo: (stripe ? Vector(0.035, 0.07, 0.20) : Vector(0.74, 0.72, 0.66)) * knit, mirror: 0)
    case .trousers: return SurfaceLook(albedo: Vector(0.16, 0.17, 0.20), mirror: 0)
    case .straw:
      let weave = 0.85 + 0.2 * sine(surface.x * 150) * sine(surface.y * 90)
      return SurfaceLook(albedo: Vector(0.66, 0.52, 0.27) * weave, mirror: 0)
    case .ribbon: return SurfaceLook(albedo: Vector(0.42, 0.05, 0.04), mirror: 0)
    default: return distantLook(p, surface)
    }
  }

  private func paintedPlanks(_ p: Vector, _ surface: Point) -> SurfaceLook {
    let stain = fractalNoise(Vector(p.x * 0.9, p.y * 6, p.z * 0.5), octaves: 4, seed: 75)
    let run = fractalNoise(Point(p.x * 9, p.y * 0.9), octaves: 3, seed: 77)
    var albedo = Vector(0.80, 0.79, 0.74) * (1 + 0.07 * stain - 0.10 * max(run, 0))
    // Slime and rust run down from the planks' nails; weed climbs from the water.
    let weed = smoothstep(0.20, 0.02, p.y + 0.05 * run)
    albedo = mix(albedo, Vector(0.48, 0.50, 0.38), 0.5 * weed)
    let nail = Point(fraction(p.x / 0.35) - 0.5, fraction(surface.y) - 0.16)
    albedo *= 1 - 0.35 * bell(length(nail * Point(0.35, 0.11)), width: 0.012)
    // Under each lap the paint is old and dark.
    albedo *= 1 - 0.62 * smoothstep(0.86, 0.97, fraction(surface.y))
    if p.y < 0.075 {
      albedo = Vector(0.30, 0.045, 0.03) * (1 + 0.35 * stain)
    }
    return SurfaceLook(albedo: albedo, mirror: 0.035, smoothness: 50, bump: Vector(0, 0.02 * stain, 0.015 * run))
  }

  private func varnishedWood(_ p: Vector) -> SurfaceLook {
    let grain = fractalNoise(Vector(p.x * 1.3, p.y * 34, p.z * 34), octaves: 4, seed: 79, gain: 0.6)
    let broad = noise(Vector(p.x * 0.8, p.y * 5, p.z * 5), seed: 81)
    let albedo = mix(Vector(0.30, 0.115, 0.035), Vector(0.47, 0.235, 0.085), clamp(0.5 + 0.55 * grain + 0.3 * broad))
    return SurfaceLook(albedo: albedo, mirror: 0.05, smoothness: 90)
  }

  private func laidDeck(_ p: Vector) -> SurfaceLook {
    let seam = smoothstep(0.035, 0.075, 0.5 - abs(fraction(p.z / 0.075) - 0.5))
    let plank = unit(mixedBits(Int32(roundedDown(p.z / 0.075)), 5, 83))
    let grain = fractalNoise(Point(p.x * 3, p.z * 80), octaves: 3, seed: 85)
    let wood = Vector(0.52, 0.38, 0.23) * (0.82 + 0.3 * plank + 0.14 * grain)
    return SurfaceLook(albedo: mix(Vector(0.05, 0.04, 0.035), wood, seam), mirror: 0.03, smoothness: 40)
  }

  private func sailcloth(_ surface: Point, _ sail: SailShape, emblem: Bool) -> SurfaceLook {
    let height = length(sail.peak - sail.clew)
    let width = length(mix(sail.clew, sail.peak, surface.y) - mix(sail.tack, sail.throat, surface.y))
    let fromLeech = (1 - surface.x) * width
    let up = surface.y * height
    // Cloths run along the free edge; each has taken its dye a little differently.
    let cloth = fromLeech / 0.44
    let index = Int32(roundedDown(cloth))
    let seam = abs(fraction(cloth + 0.5) - 0.5) * 0.44
    let weather = fractalNoise(Point(surface.x * 5, surface.y * 6), octaves: 5, seed: 87)
    let streak = fractalNoise(Point(surface.x * 26, surface.y * 3), octaves: 3, seed: 89)
    var albedo = Vector(0.50, 0.155, 0.075)
    albedo *= 0.90 + 0.20 * unit(mixedBits(index, 3, 91)) + 0.13 * weather + 0.07 * streak
    albedo = mix(albedo, Vector(0.52, 0.22, 0.13), clamp(0.3 * weather + 0.2 * smoothstep(0.6, 1, surface.y)))
    let stitches = bell(seam - 0.014, width: 0.005) + bell(seam + 0.002, width: 0.004)
    albedo *= 1 - 0.45 * min(stitches, 1)
    var through: Float = 0.55
    // Two layers at the hems, three and four at the corners let less light through.
    let hem = min(fromLeech, surface.x * width, up)
    if hem < 0.07 { through *= 0.55 }
    if abs(hem - 0.07) < 0.007 { albedo *= 0.62 }
    for corner in [Point(0, 0), Point(1, 0), Point(0, 1), Point(1, 1)] {
      let away = (surface - corner) * Point(width, height)
      if length(away) < 0.42 { through *= 0.6 }
      if abs(length(away) - 0.42) < 0.007 { albedo *= 0.62 }
    }
    if emblem {
      for row in [0.15 as Float, 0.30] where abs(surface.y - row) * height < 0.05 {
        through *= 0.7
        if abs(abs(surface.y - row) * height - 0.05) < 0.006 { albedo *= 0.7 }
      }
      let ink = SailEmblem.ink(Point((surface.x - 0.47) * width, (surface.y - 0.60) * height))
      albedo = mix(albedo, Vector(0.78, 0.74, 0.66) * (1 + 0.1 * weather), ink)
      through *= 1 - 0.5 * ink
    }
    let pucker = 0.05 * sine(up * 48) * bell(seam, width: 0.05)
    return SurfaceLook(
      albedo: albedo, mirror: 0.01, smoothness: 12, translucency: through,
      bump: Vector(0.05 * streak, pucker + 0.03 * weather, 0))
  }
}

/// The mark on the sail: the kernel 1 0 1 / 0 1 0 / 1 0 1 as painted squares in a frame.
enum SailEmblem {
  /// 1 on paint, 0 on bare cloth; `p` in metres from the middle of the mark.
  static func ink(_ p: Point) -> Float {
    let cell: Float = 0.24
    let x = p.x / cell + 1.5
    let y = p.y / cell + 1.5
    let outside = max(abs(p.x), abs(p.y)) / cell
    if outside > 1.5 { return outside > 1.66 && outside < 1.80 ? 1 : 0 }
    let column = Int(clamp(x, 0, 2.999))
    let row = Int(clamp(y, 0, 2.999))
    return (column + row) % 2 == 0 ? 1 : 0
  }
}
