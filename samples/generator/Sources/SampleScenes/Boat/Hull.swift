extension Mesh {
  /// The open clinker-built hull: overlapping planks, rails, frames, thwarts, foredeck, rudder.
  mutating func addHull() {
    for side in [1 as Float, -1] {
      addPlanks(side: side)
      addRails(side: side)
    }
    addStem()
    addTransom()
    addInside()
    addRudder()
  }

  private mutating func addPlanks(side: Float) {
    let planks = 9
    let lap: Float = 0.030
    for plank in 0..<planks {
      let low = Float(plank) / Float(planks) - (plank == 0 ? 0 : 0.006)
      let high = Float(plank + 1) / Float(planks)
      let finish: Finish = plank == planks - 1 ? .varnish : .hullPaint
      func skin(_ s: Float, _ v: Float) -> Vector {
        // Each plank's lower edge lies upon the upper edge of the one below.
        let out = lap * (1 - v) * smoothstep(1.0, 0.93, s)
        let t = mix(low, high, v)
        return mirrored(HullShape.point(s, t) + HullShape.normal(s, t) * out, side)
      }
      func surface(_ s: Float, _ v: Float) -> Point { Point(s * 6.1, Float(plank) + v) }
      addSheet(columns: 72, rows: 4, finish: finish, surface: surface) { skin($0, $1) }
      if plank > 0 {
        addSheet(columns: 72, rows: 1, finish: finish, surface: surface) { s, v in
          mirrored(HullShape.point(s, low), side) * v + skin(s, 0) * (1 - v)
        }
      }
    }
  }

  private mutating func addRails(side: Float) {
    let stations = (0...60).map { Float($0) / 60 }
    addRod(
      stations.map { mirrored(HullShape.point($0, 0.985) + Vector(0, 0, 0.022), side) }, radius: 0.032,
      finish: .varnish)
    addSheet(columns: 72, rows: 2, finish: .varnish, surface: { s, v in Point(s * 6, v) }) { s, v in
      let edge = HullShape.point(s, 1)
      let inward = min(0.10, edge.z)
      return mirrored(edge + Vector(0, 0.012 + 0.012 * sine(v * Float.pi), -inward * v + 0.03 * (1 - v)), side)
    }
    for index in 0...16 {
      let s = 0.03 + 0.8 * Float(index) / 16
      addRod(
        (0...8).map { mirrored(HullShape.point(s, 0.15 + 0.84 * Float($0) / 8) * Vector(1, 1, 0.965), side) },
        radius: 0.018, sides: 6, finish: .varnish)
    }
  }

  private mutating func addStem() {
    addRod(
      (0...24).map { index -> Vector in
        let t = Float(index) / 24 * 1.05
        return Vector(HullShape.stem(min(t, 1)) + 0.02, HullShape.point(1, min(t, 1)).y + max(t - 1, 0) * 1.6, 0)
      }, radius: 0.045, finish: .varnish)
  }

  private mutating func addTransom() {
    addSheet(columns: 10, rows: 12, finish: .varnish, surface: { u, v in Point(u * 1.4, v * 0.8) }) { u, v in
      let edge = HullShape.point(0, v)
      return Vector(edge.x - 0.01, edge.y, edge.z * (2 * u - 1))
    }
  }

  private mutating func addInside() {
    for side in [1 as Float, -1] {
      addSheet(columns: 48, rows: 8, finish: .inside, surface: { s, v in Point(s * 6, v * 6) }) { s, v in
        mirrored(HullShape.point(s, mix(0.12, 0.99, v)) * Vector(1, 1, 0.955), side)
      }
    }
    addSheet(columns: 30, rows: 8, finish: .floor, surface: { u, v in Point(u * 5, v * 1.8) }) { u, v in
      let s = mix(0.02, 0.85, u)
      let edge = HullShape.point(s, 0.5)
      return Vector(edge.x, 0.13, edge.z * (2 * v - 1) * 0.95)
    }
    for (x, width) in [(-1.15 as Float, 0.30 as Float), (0.15, 0.24), (-2.35, 0.60)] {
      let s = (x + 3.0) / 6
      let half = HullShape.point(s, 0.8).z * 0.97
      addBox(Vector(x - width / 2, 0.40, -half), Vector(x + width / 2, 0.44, half), finish: .varnish)
    }
    addSheet(columns: 16, rows: 8, finish: .deck, surface: { u, v in Point(u * 1.6, v * 1.2) }) { u, v in
      let edge = HullShape.point(mix(0.76, 0.995, u), 1)
      let across = 2 * v - 1
      return Vector(edge.x, edge.y + 0.05 * (1 - across * across) * min(edge.z * 2, 1), edge.z * across)
    }
    // A raised board keeps spray off the open part.
    addSheet(columns: 1, rows: 8, finish: .varnish, surface: { u, v in Point(v, u * 0.1) }) { u, v in
      let edge = HullShape.point(0.755, 1)
      let across = 2 * v - 1
      return Vector(edge.x + 0.02, edge.y - 0.02 + 0.13 * u + 0.05 * (1 - across * across), edge.z * across * 0.97)
    }
  }

  private mutating func addRudder() {
    addBox(Vector(-3.42, -0.35, -0.022), Vector(-3.10, 0.78, 0.022), finish: .varnish)
    addRod([Vector(-3.30, 0.74, 0), Vector(-2.6, 0.92, 0), Vector(-2.0, 0.90, 0.1)], radius: 0.024, finish: .varnish)
  }
}

/// A starboard point (side 1) or its port twin (side −1).
private func mirrored(_ p: Vector, _ side: Float) -> Vector { Vector(p.x, p.y, p.z * side) }
