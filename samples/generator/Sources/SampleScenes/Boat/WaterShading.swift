extension BoatScene {
  /// The light that the water sends back along the ray: mirror, depth and foam.
  func shadeWater(
    _ position: Vector, _ ray: Ray, distance: Float, pixelAngle: Float, _ choice: Choice, _ second: Choice
  ) -> Vector {
    let footprint = distance * pixelAngle
    let p = Point(position.x, position.z)
    let flat = max(length(Point(ray.direction.x, ray.direction.z)), 1e-4)
    let grazing = max(-ray.direction.y, 0.002)
    let (smooth, steady) = ocean.normal(
      p, view: Point(ray.direction.x, ray.direction.z) / flat, across: footprint, along: footprint / grazing)
    // Waves too short to be seen one by one still turn their faces towards the viewer and the sky.
    // Gusts ruffle the water in long patches.
    let gust = fractalNoise(p * Point(0.021, 0.060), octaves: 4, seed: 103) * smoothstep(15, 60, distance)
    let variance = steady * (1 + 0.9 * gust)
    let roughness = variance.squareRoot()
    let normal = normalized(smooth + Vector(choice.x - 0.5, 0, choice.y - 0.5) * (1.5 * roughness))
    let local = BoatScene.toBoat(position)
    let near = abs(local.x) < 9 && abs(local.z) < 5
    let outside = near ? HullShape.distanceOutside(x: local.x, z: local.z) : 9
    let facing = clamp(-dot(normal, ray.direction) + 0.9 * roughness, 0.02, 1)
    let fresnel = 0.02 + 0.98 * power(1 - facing, 5)
    var bounce = reflected(ray.direction, normal)
    // A ray thrown down would meet the next wave, which throws it up.
    bounce.y = (bounce.y * bounce.y + 1.8 * variance).squareRoot() + 0.003
    bounce = normalized(bounce)
    let mirrored = Ray(origin: position + Vector(0, 0.004, 0), direction: bounce)
    var mirror: Vector
    if let hit = objects.nearestHit(mirrored) {
      mirror = shade(hit, mirrored, choice, second)
    } else {
      mirror = backdrop(bounce)
      let toSun = clamp(dot(bounce, daylight.sunDirection))
      let sharpness = 1 / (0.0011 + 2 * variance)
      mirror += daylight.sunColor * (0.0055 * sharpness * power(toSun, sharpness) + 0.6 * power(toSun, 60))
    }
    let shadowed: Float = objects.blocker(Ray(origin: position, direction: daylight.sunDirection)) == nil ? 1 : 0.45
    let crest = clamp(position.y * 2.2 + 0.35)
    let depth = mix(Vector(0.006, 0.030, 0.040), Vector(0.022, 0.105, 0.100), crest) * (0.35 + 0.75 * shadowed)
    var color = depth * (1 - fresnel) + mirror * fresnel
    let foam = foamCover(p, local, outside, near)
    if foam > 0.001 {
      let lit = clamp(dot(normal, daylight.sunDirection)) * shadowed
      let white = Vector(0.80, 0.82, 0.82) * (daylight.sunColor * (1.1 * lit) + daylight.ambient(normal))
      color = mix(color, white, foam)
    }
    return distance < 60 ? color : daylight.throughAir(color, distance: distance * 0.6, direction: ray.direction)
  }

  /// The share of the surface that foam covers: along the hull, off the bow, and in the wake.
  private func foamCover(_ p: Point, _ local: Vector, _ outside: Float, _ near: Bool) -> Float {
    guard near else { return 0 }
    let net = fractalNoise(p * 2.6, octaves: 5, seed: 101, gain: 0.62)
    let bubbles = 1 - abs(net) * 2.4
    let hull = bell(outside, width: 0.09)
    let aft = -2.9 - local.x
    let wake = aft > 0 ? bell(local.z, width: 0.42 + 0.16 * aft) * exponential(-aft * 0.33) : 0
    let forward = 3.0 - local.x
    let bow =
      forward > 0
      ? bell(abs(local.z) - 0.33 * forward - 0.05, width: 0.06 + 0.09 * forward) * exponential(-forward * 0.75) : 0
    let amount = 0.80 * hull + 0.85 * wake + 1.15 * bow
    return clamp(smoothstep(1.0, 1.55, amount + 0.72 * bubbles)) * 0.92
  }
}
