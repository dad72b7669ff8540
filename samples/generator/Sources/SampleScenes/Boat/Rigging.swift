extension Mesh {
  /// Mast, boom, gaff and bowsprit, the two sails, and all ropes.
  mutating func addRig() {
    addSpars()
    addSails()
    addStandingRigging()
    addRunningRigging()
  }

  private mutating func addSpars() {
    addRod(
      [Rig.mastFoot, mix(Rig.mastFoot, Rig.mastTop, 0.6), Rig.mastTop], radius: 0.062, endRadius: 0.034,
      finish: .varnish)
    addBall(center: Rig.mastTop + Vector(0, 0.04, 0), radii: Vector(0.055, 0.045, 0.055), finish: .hullPaint)
    let main = Rig.main
    let boomEnd = main.clew + normalized(main.clew - main.tack) * 0.22
    let below = Vector(0, -0.09, 0)
    addRod(
      [main.tack + below, mix(main.tack, boomEnd, 0.5) + below, boomEnd + below], radius: 0.040, endRadius: 0.030,
      finish: .varnish)
    let along = normalized(main.peak - main.throat)
    let above = Vector(-0.02, 0.06, 0)
    addRod(
      [main.throat - along * 0.10 + above, main.peak + along * 0.18 + above], radius: 0.036, endRadius: 0.022,
      finish: .varnish)
    addRod([Vector(2.2, 0.98, 0), Vector(3.86, 1.16, 0)], radius: 0.045, endRadius: 0.030, finish: .varnish)
  }

  private mutating func addSails() {
    let main = Rig.main
    let jib = Rig.jib
    addSheet(columns: 40, rows: 60, finish: .mainsail, surface: { Point($0, $1) }) { main.point($0, $1) }
    addSheet(columns: 36, rows: 60, finish: .jib, surface: { Point($0, $1) }) { jib.point($0, $1) }
    for sail in [main, jib] {
      let edge = (0...40).map { Float($0) / 40 }
      addRod(edge.map { sail.point(1, $0) }, radius: 0.012, sides: 6, finish: .rope)
      addRod(edge.map { sail.point($0, 0) }, radius: 0.012, sides: 6, finish: .rope)
      addRod(edge.map { sail.point(0, $0) }, radius: 0.014, sides: 6, finish: .rope)
    }
    // Short ends of rope hang in two rows, to tie the sail smaller in strong wind.
    for row in [0.15 as Float, 0.30] {
      for index in 1...8 {
        let u = Float(index) / 9
        let from = main.point(u, row)
        let toLee = normalized(cross(Vector(0, 1, 0), main.clew - main.tack))
        for side in [0.02 as Float, -0.02] {
          addRod(
            [from, from + toLee * side + Vector(0, -0.05, 0), from + toLee * side * 1.6 + Vector(0.015, -0.21, 0)],
            radius: 0.010, sides: 5, finish: .rope)
        }
      }
    }
    // Wooden hoops hold the sail to the mast.
    for index in 0...9 {
      let p = mix(main.tack, main.throat, Float(index) / 9)
      let center = mix(p, Vector(0.79, p.y, 0), 0.55)
      addRod(
        (0...16).map { step -> Vector in
          let angle = 2 * Float.pi * Float(step) / 16
          return center + Vector(cosine(angle) * 0.115, sine(angle) * 0.02, sine(angle) * 0.095)
        }, radius: 0.011, sides: 5, finish: .varnish)
    }
  }

  private mutating func addStandingRigging() {
    let hounds = Vector(0.74, 5.45, 0)
    for side in [1 as Float, -1] {
      for s in [0.50 as Float, 0.575] {
        let foot = HullShape.point(s, 0.98) + Vector(0, 0, 0.03)
        let deadeye = foot + Vector(0, 0.30, -0.02)
        let mirror = Vector(1, 1, side)
        addRod([deadeye * mirror, hounds], radius: 0.0095, sides: 6, finish: .wire)
        addRod([foot * mirror, deadeye * mirror], radius: 0.016, sides: 6, finish: .rope)
        addBall(center: deadeye * mirror, radii: Vector(repeating: 0.038), finish: .varnish, columns: 10, rows: 6)
      }
    }
    addRod([Vector(3.80, 1.15, 0), Rig.mastTop - Vector(0, 0.25, 0)], radius: 0.0095, sides: 6, finish: .wire)
    addRod([Vector(3.78, 1.12, 0), Vector(2.93, 0.10, 0)], radius: 0.010, sides: 6, finish: .wire)
  }

  private mutating func addRunningRigging() {
    let main = Rig.main
    let jib = Rig.jib
    let along = normalized(main.peak - main.throat)
    for share in [0.45 as Float, 0.80] {
      addRod(
        [mix(main.throat, main.peak, share) + Vector(0, 0.08, 0), Rig.mastTop - Vector(0, 0.15 + 0.2 * share, 0)],
        radius: 0.009, sides: 6, finish: .rope)
    }
    addRod([main.throat - along * 0.05, Vector(0.72, 5.6, 0)], radius: 0.009, sides: 6, finish: .rope)
    // The sheets: ropes that hold the sails' free corners.
    let boomEnd = mix(main.tack, main.clew, 0.93) + Vector(0, -0.13, 0)
    addRod([boomEnd, Vector(-2.55, 0.72, 0.15)], radius: 0.011, sides: 6, finish: .rope)
    addRod([boomEnd + Vector(0.06, 0, 0), Vector(-2.5, 0.72, 0.05)], radius: 0.011, sides: 6, finish: .rope)
    addBall(center: boomEnd, radii: Vector(0.035, 0.06, 0.03), finish: .varnish, columns: 8, rows: 6)
    let fairlead = HullShape.point(0.42, 1)
    addRod(
      [jib.clew, mix(jib.clew, fairlead, 0.5) + Vector(0, -0.06, 0), fairlead], radius: 0.011, sides: 6, finish: .rope)
    // Lifts from the mast down to the boom.
    addRod([main.clew + Vector(0.2, -0.05, 0), Vector(0.74, 5.5, 0)], radius: 0.007, sides: 5, finish: .rope)
    // A coil on the foredeck.
    addRod(
      (0...60).map { step -> Vector in
        let angle = Float(step) * 0.42
        let radius = 0.16 - 0.0016 * Float(step)
        return Vector(2.1 + cosine(angle) * radius, 1.04 + 0.0008 * Float(step), 0.12 + sine(angle) * radius)
      }, radius: 0.012, sides: 5, finish: .rope)
    addPennant()
  }

  private mutating func addPennant() {
    addRod([Rig.mastTop, Rig.mastTop + Vector(0, 0.42, 0)], radius: 0.012, sides: 6, finish: .wire)
    addSheet(columns: 24, rows: 4, finish: .pennant) { u, v in
      let root = Rig.mastTop + Vector(-0.01, 0.39, 0)
      let wave = 0.05 * sine(u * 9) * u
      return root + Vector(-0.72 * u, -0.16 * (v + (0.5 - v) * u) - 0.05 * u, 0.42 * u + wave)
    }
  }
}
