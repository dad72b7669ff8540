extension Mesh {
  /// A lighthouse with its keeper's house on the point, gulls, and a mooring buoy near the boat.
  mutating func addLandmarks() {
    addLighthouse(at: Vector(226, 13, -790))
    addGull(at: Vector(-5.6, 6.3, -14), span: 1.3, heading: 0.5, lift: 0.75)
    addGull(at: Vector(-8.2, 5.4, -20), span: 1.3, heading: -0.9, lift: 0.55)
    addGull(at: Vector(6.9, 7.6, -18), span: 1.3, heading: 2.2, lift: 0.65)
    addGull(at: Vector(14.5, 7.0, -38), span: 1.3, heading: 1.9, lift: 0.5)
    addBuoy(at: Vector(5.3, 0.02, 2.3))
  }

  private mutating func addLighthouse(at foot: Vector) {
    let bands = 5
    for band in 0..<bands {
      let low = Float(band) / Float(bands)
      let high = Float(band + 1) / Float(bands)
      addRod(
        [foot + Vector(0, 22 * low, 0), foot + Vector(0, 22 * high, 0)], radius: mix(3.1, 2.0, low),
        endRadius: mix(3.1, 2.0, high), sides: 20, finish: band % 2 == 1 ? .towerBand : .tower)
    }
    let top = foot + Vector(0, 22, 0)
    addBall(center: top + Vector(0, 0.3, 0), radii: Vector(3.0, 0.45, 3.0), finish: .lantern)
    addRod([top, top + Vector(0, 3.2, 0)], radius: 1.6, sides: 16, finish: .lantern)
    addBall(center: top + Vector(0, 3.2, 0), radii: Vector(2.0, 1.8, 2.0), finish: .towerBand)
    addRod([top + Vector(0, 4.6, 0), top + Vector(0, 7, 0)], radius: 0.15, finish: .lantern)
    addHouse(at: foot + Vector(-13, -1.5, 4), size: Vector(12, 4.2, 7))
    addHouse(at: foot + Vector(15, -3.0, 3), size: Vector(7, 3.2, 6))
  }

  private mutating func addHouse(at foot: Vector, size: Vector) {
    let half = Vector(size.x / 2, 0, size.z / 2)
    addBox(foot - half - Vector(0, 3, 0), foot + half + Vector(0, size.y, 0), finish: .plaster)
    let ridge = foot + Vector(0, size.y + size.z * 0.45, 0)
    let eaves = foot + Vector(0, size.y - 0.2, 0)
    let across = Vector(half.x + 0.5, 0, 0)
    let out = Vector(0, 0, half.z + 0.6)
    addQuad(eaves - across + out, eaves + across + out, ridge + across, ridge - across, finish: .roof)
    addQuad(eaves - across - out, eaves + across - out, ridge + across, ridge - across, finish: .roof)
    for side in [across * 0.93, across * -0.93] {
      addQuad(eaves + side + out * 0.9, eaves + side - out * 0.9, ridge + side, ridge + side, finish: .plaster)
    }
    for index in 0..<3 {
      let x = (Float(index) - 1) * size.x * 0.3
      addBox(foot + Vector(x - 0.6, 1.2, half.z), foot + Vector(x + 0.6, 2.9, half.z + 0.08), finish: .lantern)
    }
    addBox(ridge + Vector(size.x * 0.25, -1, -0.5), ridge + Vector(size.x * 0.25 + 1, 1.4, 0.5), finish: .towerBand)
  }

  private mutating func addGull(at place: Vector, span: Float, heading: Float, lift: Float) {
    let forward = Vector(cosine(heading), 0, sine(heading))
    let side = Vector(-forward.z, 0, forward.x)
    // A slim body, and wings bent at the wrist.
    addBall(center: place, radii: Vector(0.10, 0.055, 0.10), finish: .gull)
    addRod([place, place - forward * 0.20, place - forward * 0.30], radius: 0.055, endRadius: 0.015, finish: .gull)
    addRod([place, place + forward * 0.16, place + forward * 0.24], radius: 0.060, endRadius: 0.030, finish: .gull)
    addBall(center: place + forward * 0.24 + Vector(0, 0.015, 0), radii: Vector(repeating: 0.042), finish: .gull)
    for hand in [1 as Float, -1] {
      addSheet(columns: 16, rows: 2, finish: .gullWing) { u, v in
        let out = u * span / 2 * (1 - 0.10 * u)
        let rise = (u < 0.42 ? lift * u / 0.42 : lift * (1 - 0.75 * (u - 0.42) / 0.58)) * span / 2
        let chord = 0.24 * (1 - 0.30 * u) * (1 - power(u, 5))
        let sweep = u < 0.42 ? 0.22 * u : 0.092 - 0.38 * (u - 0.42)
        return place + side * (hand * out) + Vector(0, rise, 0) + forward * (sweep + chord * (0.5 - v))
      }
    }
  }

  private mutating func addBuoy(at place: Vector) {
    addBall(
      center: place + Vector(0, 0.10, 0), radii: Vector(0.34, 0.34, 0.34), finish: .buoyRed, columns: 32, rows: 20)
    addRod([place + Vector(0, 0.06, 0), place + Vector(0, 0.13, 0)], radius: 0.348, sides: 32, finish: .buoyWhite)
    addRod(
      (0...12).map { step -> Vector in
        let angle = Float.pi * Float(step) / 12
        return place + Vector(cosine(angle) * 0.09, 0.43 + 0.10 * sine(angle), 0)
      }, radius: 0.018, finish: .wire)
  }
}
