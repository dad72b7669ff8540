extension Mesh {
  /// A sailor in striped jersey and straw hat, sitting by the tiller and looking ahead.
  mutating func addHelmsman() {
    let hip = Vector(-1.95, 0.47, -0.42)
    let chest = hip + Vector(0.10, 0.44, 0.03)
    let neck = chest + Vector(0.04, 0.13, 0.01)
    let head = neck + Vector(0.05, 0.16, 0.02)
    addRod(
      [hip - Vector(0, 0.08, 0), mix(hip, chest, 0.4), chest, chest + Vector(0.02, 0.09, 0)], radius: 0.155,
      endRadius: 0.15, sides: 14, finish: .jersey)
    addBall(center: chest + Vector(0.01, 0.05, 0), radii: Vector(0.13, 0.12, 0.20), finish: .jersey)
    addRod([neck - Vector(0.01, 0.05, 0), head], radius: 0.055, finish: .skin)
    addBall(center: head, radii: Vector(0.095, 0.125, 0.085), finish: .skin)
    addBall(center: head + Vector(-0.025, 0.03, 0), radii: Vector(0.10, 0.115, 0.093), finish: .hair)
    addBall(
      center: head + Vector(0.095, -0.01, 0), radii: Vector(0.022, 0.025, 0.018), finish: .skin, columns: 8, rows: 6)
    addBall(center: head + Vector(0, 0.085, 0), radii: Vector(0.235, 0.018, 0.225), finish: .straw)
    addRod([head + Vector(0, 0.085, 0), head + Vector(0, 0.125, 0)], radius: 0.112, sides: 16, finish: .ribbon)
    addBall(center: head + Vector(0, 0.125, 0), radii: Vector(0.112, 0.075, 0.108), finish: .straw)
    addArm(
      shoulder: chest + Vector(0.01, 0.09, 0.18), elbow: hip + Vector(0.10, 0.22, 0.34), hand: Vector(-2.02, 0.92, 0.08)
    )
    addArm(
      shoulder: chest + Vector(0.01, 0.09, -0.18), elbow: hip + Vector(0.22, 0.20, -0.22),
      hand: hip + Vector(0.45, 0.16, -0.05))
    for side in [0.10 as Float, -0.10] {
      let knee = hip + Vector(0.46, 0.05, side + 0.12)
      addRod([hip + Vector(0, -0.02, side), knee], radius: 0.10, endRadius: 0.075, sides: 10, finish: .trousers)
      addRod([knee, knee + Vector(0.06, -0.44, 0.03)], radius: 0.075, endRadius: 0.06, sides: 10, finish: .trousers)
      addBall(center: knee, radii: Vector(repeating: 0.077), finish: .trousers, columns: 10, rows: 6)
    }
  }

  private mutating func addArm(shoulder: Vector, elbow: Vector, hand: Vector) {
    addBall(center: shoulder, radii: Vector(repeating: 0.075), finish: .jersey, columns: 10, rows: 8)
    addRod([shoulder, elbow], radius: 0.068, endRadius: 0.055, finish: .jersey)
    addBall(center: elbow, radii: Vector(repeating: 0.055), finish: .jersey, columns: 10, rows: 6)
    addRod([elbow, mix(elbow, hand, 0.55)], radius: 0.055, endRadius: 0.045, finish: .jersey)
    addRod([mix(elbow, hand, 0.5), hand], radius: 0.040, endRadius: 0.034, finish: .skin)
    addBall(center: hand, radii: Vector(repeating: 0.045), finish: .skin, columns: 10, rows: 6)
  }
}
