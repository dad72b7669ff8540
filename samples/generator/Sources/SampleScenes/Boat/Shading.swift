extension BoatScene {
  /// Two numbers in 0 … 1 that choose among directions.
  typealias Choice = Point

  /// The light that a solid surface sends back along the ray.
  func shade(_ hit: Hit, _ ray: Ray, _ choice: Choice, _ second: Choice) -> Vector {
    let near = length(hit.position) < 12
    let local = near ? BoatScene.toBoat(hit.position) : hit.position
    let look = hit.finish.look(at: local, surface: hit.surface)
    let normal = normalized(hit.normal + look.bump)
    let start = hit.position + hit.normal * 0.004
    let toSun = sunDirection(second)
    let facing = dot(normal, toSun)
    var light = Vector()
    if facing > 0 {
      let visible = sunlight(Ray(origin: start, direction: toSun))
      light += look.albedo * daylight.sunColor * (1.5 * facing * (1 - 0.5 * look.translucency)) * visible
      let half = normalized(toSun - ray.direction)
      let shine = power(clamp(dot(normal, half)), look.smoothness) * (look.smoothness + 2) * 0.12
      light += daylight.sunColor * (shine * look.mirror * 3 * facing) * visible
    } else if look.translucency > 0 {
      // What falls on the other side of the cloth comes through, coloured twice.
      let visible = sunlight(Ray(origin: hit.position - hit.normal * 0.004, direction: toSun))
      light += look.albedo * look.albedo * daylight.sunColor * (-facing * 3.2 * look.translucency) * visible
    }
    light += look.albedo * surrounding(start, normal, choice)
    if look.translucency > 0 {
      light += look.albedo * look.albedo * daylight.ambient(-normal) * (0.9 * look.translucency)
    }
    if look.mirror > 0.03 {
      let grazing = power(1 - clamp(-dot(normal, ray.direction)), 5)
      let share = look.mirror + (1 - look.mirror) * grazing * 0.6
      let bounce = reflected(ray.direction, normal)
      let seen = bounce.y > 0 ? backdropOrBlack(Ray(origin: start, direction: bounce)) : daylight.groundColor
      light = light * (1 - share) + seen * share
    }
    return near ? light : daylight.throughAir(light, distance: hit.distance, direction: ray.direction)
  }

  /// The light from all sides but the sun's: one chosen direction stands for all.
  private func surrounding(_ start: Vector, _ normal: Vector, _ choice: Choice) -> Vector {
    let radius = choice.x.squareRoot()
    let angle = 2 * Float.pi * choice.y
    let (a, b) = tangents(of: normal)
    let direction = normalized(
      a * (radius * cosine(angle)) + b * (radius * sine(angle)) + normal * max(1 - choice.x, 0.001).squareRoot())
    let open = daylight.ambient(mix(normal, direction, 0.5))
    guard let hit = objects.nearestHit(Ray(origin: start, direction: direction), limit: 4) else { return open }
    // Light from neighbouring surfaces keeps their colour.
    let other = hit.finish.look(at: BoatScene.toBoat(hit.position), surface: hit.surface)
    let lit = clamp(dot(hit.normal, daylight.sunDirection)) * 0.5 + (other.translucency > 0 ? 0.25 : 0.12)
    return open * (0.12 + 0.18 * clamp(hit.distance / 2)) + other.albedo * lit * 0.55
  }

  /// The share of the sun that arrives: sails colour it and let some through.
  private func sunlight(_ ray: Ray) -> Vector {
    guard let finish = objects.blocker(ray) else { return Vector(repeating: 1) }
    return finish.isSailcloth ? Vector(0.13, 0.035, 0.015) : Vector()
  }

  /// A direction to some point of the sun's disc, which gives shadows their soft edges.
  private func sunDirection(_ choice: Choice) -> Vector {
    let (a, b) = tangents(of: daylight.sunDirection)
    let radius = choice.x.squareRoot() * 0.012
    let angle = 2 * Float.pi * choice.y
    return normalized(
      daylight.sunDirection + a * (radius * cosine(angle)) + b * (radius * sine(angle)))
  }

  private func backdropOrBlack(_ ray: Ray) -> Vector {
    objects.blocker(ray) == nil ? backdrop(ray.direction) : daylight.groundColor * 0.5
  }
}
