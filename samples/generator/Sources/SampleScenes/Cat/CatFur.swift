import ConvolutionCore

/// The cat's whole fur: some hundred thousand hairs, sorted so that those nearer to the nose lie on top.
struct CatFur {
  private(set) var hairs: [Hair] = []
  private let view: CatView
  private var random = SeededGenerator(seed: 19)

  init(view: CatView) {
    self.view = view
    addChest()
    for side in [1 as Float, -1] { addEar(side: side) }
    addHead()
    addMouth()
    addWhiskers()
    // Ties fall by index: the order does not depend on the sorting algorithm.
    let order = hairs.indices.sorted {
      hairs[$0].order == hairs[$1].order ? $0 < $1 : hairs[$0].order < hairs[$1].order
    }
    hairs = order.map { hairs[$0] }
  }

  /// Calls `body` with points that fill a rectangle evenly, yet not in rows.
  private mutating func scatter(_ low: Point, _ high: Point, spacing: Float, _ body: (inout CatFur, Point) -> Void) {
    var y = low.y
    while y < high.y {
      var x = low.x
      while x < high.x {
        body(&self, Point(x + random.uniform(0, spacing), y + random.uniform(0, spacing)))
        x += spacing
      }
      y += spacing
    }
  }

  private mutating func addHead() {
    scatter(Point(-1, -0.92), Point(1, 0.80), spacing: 0.0047) { fur, p in
      guard CatFace.halfWidth(p.y) > abs(p.x), CatEye.lidDistance(p) > 0.030, CatNose.distance(p) > 0.006 else {
        return
      }
      let n = CatFace.normal(p)
      let clump = 0.50 * noise(p * 9, seed: 161) + 0.35 * noise(p * 23, seed: 163)
      let way = rotated(CatFace.flow(p), by: clump * 0.55 + fur.random.normal() * 0.13)
      // Colours do not end on a line: a hair may have its colour from beside its root.
      let astray =
        Point(fur.random.normal(), fur.random.normal()) * (0.013 * smoothstep(0.05, 0.2, CatEye.lidDistance(p)))
      let long = CatFace.furLength(p) * fur.random.uniform(0.65, 1.25)
      let tone = exponential(0.17 * fur.random.normal() + 0.22 * noise(p * 30, seed: 165))
      fur.add(
        p, way, long: long, normal: n, color: CatCoat.head(p + astray) * tone, width: fur.random.uniform(0.65, 1.25),
        shade: CatFace.openness(p), order: 3 + 2 - length(p - CatFace.nose))
    }
  }

  private mutating func addChest() {
    scatter(Point(-1.5, -1.72), Point(1.5, -0.45), spacing: 0.0070) { fur, p in
      guard abs(p.x) < CatView.shoulder(p.y) else { return }
      let across = p.x / CatView.shoulder(p.y)
      let n = normalized(Vector(across * 1.1, 0.1 - 0.25 * bell(p.x, width: 0.4), 0.8))
      let clump = 0.6 * noise(p * 4, seed: 167) + 0.45 * noise(p * 12, seed: 169)
      let way = rotated(normalized(Point(p.x * 0.75, -1)), by: clump * 0.5 + fur.random.normal() * 0.13)
      let tone = exponential(0.18 * fur.random.normal() + 0.25 * noise(p * 14, seed: 171))
      // The head keeps the light from the throat.
      let shadow = 0.30 + 0.70 * smoothstep(0.02, 0.40, length((p - Point(0.12, -0.35)) / Point(1.10, 0.80)) - 0.80)
      fur.add(
        p, way, long: fur.random.uniform(0.18, 0.34), normal: n, color: CatCoat.chest(p) * tone,
        width: fur.random.uniform(0.75, 1.45), shade: shadow, order: p.y + 1.8)
    }
  }

  private mutating func addEar(side: Float) {
    scatter(Point(0.2, 0.2), Point(1.1, 1.25), spacing: 0.0075) { fur, q in
      guard let (across, up) = CatEar.coordinates(q) else { return }
      let p = Point(q.x * side, q.y)
      let edge = min(across, 1 - across) * (1 - up)
      let tone = exponential(0.18 * fur.random.normal())
      let rim = across < 0.10 || across > 0.80 || up > 0.93
      let upward = normalized(CatEar.tip - mix(CatEar.innerFoot, CatEar.outerFoot, across))
      let turn = fur.random.normal() * 0.16 + 0.3 * noise(q * 11 + Point(side, 0), seed: 173)
      if rim {
        let outward = across < 0.5 ? Point(-0.25, 0.1) : Point(0.45, 0.0)
        let way = rotated(normalized(upward + outward), by: turn)
        fur.add(
          p, Point(way.x * side, way.y), long: fur.random.uniform(0.05, 0.10),
          normal: normalized(Vector((across - 0.5) * side, 0.2, 1)),
          color: CatCoat.ear(p, edge: edge) * tone, width: fur.random.uniform(0.9, 1.5), shade: 1, order: 2.5 - up * 0.1
        )
      } else if fur.random.uniform(0, 1) < 0.62 * smoothstep(0.50, 0.10, across) * smoothstep(0.85, 0.4, up) {
        let way = rotated(normalized(Point(0.85, 0.75 - 0.5 * (1 - up))), by: turn * 1.5)
        fur.add(
          p, Point(way.x * side, way.y), long: fur.random.uniform(0.16, 0.36) * (1 - 0.5 * up),
          normal: normalized(Vector(0.1 * side, 0.2, 1)), color: Vector(0.70, 0.60, 0.48) * tone,
          width: fur.random.uniform(0.8, 1.5),
          shade: 1, order: 2.6)
      } else {
        let way = rotated(upward, by: turn)
        fur.add(
          p, Point(way.x * side, way.y), long: 0.035, normal: Vector(0, 0.2, 1),
          color: CatEar.skin(across, up, p) * 1.1,
          width: 0.8, shade: 1, order: 2.2)
      }
    }
  }

  /// Short dark hairs along the lips.
  private mutating func addMouth() {
    scatter(Point(-0.34, -0.74), Point(0.34, -0.51), spacing: 0.0035) { fur, p in
      let away = CatNose.mouthDistance(p)
      guard away < 0.0085 * smoothstep(0.30, 0.12, abs(p.x)) else { return }
      let way = rotated(normalized(Point(p.x * 1.2, -1)), by: fur.random.normal() * 0.3)
      fur.add(
        p, way, long: fur.random.uniform(0.012, 0.026), normal: Vector(0, -0.3, 0.95),
        color: Vector(0.035, 0.022, 0.018),
        width: fur.random.uniform(0.8, 1.3), shade: 1, order: 7)
    }
  }

  private mutating func addWhiskers() {
    for side in [1 as Float, -1] {
      for row in 0..<4 {
        for column in 0..<4 where column + row != 0 {
          let root = Point(
            0.125 + 0.055 * Float(column) + 0.01 * Float(row % 2), -0.485 - 0.040 * Float(row) + 0.012 * Float(column))
          let long = random.uniform(0.75, 1.20) * (0.75 + 0.08 * Float(column))
          let lift = 0.20 - 0.17 * Float(row) + random.uniform(-0.07, 0.07)
          let way = normalized(Point(1, lift))
          addWhisker(root, way, long, sag: random.uniform(0.04, 0.20), width: random.uniform(1.25, 1.8), side)
        }
      }
      for index in 0..<5 {
        let root = Point(0.26 + 0.035 * Float(index), 0.335 + 0.012 * Float(index % 2))
        let way = normalized(Point(0.35 + 0.14 * Float(index), 1))
        addWhisker(root, way, random.uniform(0.40, 0.62), sag: 0.04, width: random.uniform(0.9, 1.2), side)
      }
    }
  }

  private mutating func addWhisker(_ root: Point, _ way: Point, _ long: Float, sag: Float, width: Float, _ side: Float)
  {
    let mirror = Point(side, 1)
    let bend = root + way * (long * 0.5) + Point(0, sag)
    let tip = root + way * long + Point(0, -sag * 1.3)
    let white = Vector(0.92, 0.90, 0.86)
    hairs.append(
      Hair(
        root: view.pixel(root * mirror), bend: view.pixel(bend * mirror), tip: view.pixel(tip * mirror),
        width: width * view.stroke,
        rootColor: white * 0.50, tipColor: white, opacity: 0.92, order: 9))
  }

  private mutating func add(
    _ p: Point, _ way: Point, long: Float, normal: Vector, color: Vector, width: Float, shade: Float, order: Float
  ) {
    // A hair leaves the skin at a low angle; what points at the viewer looks short.
    let lift: Float = 0.50
    let leaning = Point(way.x + lift * normal.x, way.y + lift * normal.y)
    let bent = rotated(leaning, by: random.normal() * 0.16) + Point(0, -0.10)
    let bend = p + leaning * (long * 0.5)
    let tip = bend + bent * (long * 0.5)
    let along = normalized(Vector(leaning.x, leaning.y, lift * normal.z))
    let light = CatView.light
    let turned = clamp((dot(normal, light) + 0.34) / 1.34)
    let facing = turned * turned * 1.22
    // Kajiya and Kay (1989): a thread shines in a cone about itself.
    let half = normalized(light + Vector(0, 0, 1))
    let gleam = power(max(1 - dot(along, half) * dot(along, half), 0), 14) * facing
    let rim = power(1 - clamp(normal.z), 3) * clamp(normal.x * 0.8 + 0.2)
    let lit = (0.15 + 1.15 * facing) * shade
    // Some hairs of a tabby end black, others pale.
    let ticking: Float = random.uniform(0, 1)
    let tipTone: Float = ticking < 0.24 ? 0.42 : ticking > 0.80 ? 1.55 : 1.10
    let warm = Vector(1.04, 1.0, 0.94)
    let full =
      color * warm * lit + Vector(0.30, 0.32, 0.34) * color * (rim * 1.6) + Vector(repeating: 0.085 * gleam * shade)
    hairs.append(
      Hair(
        root: view.pixel(p), bend: view.pixel(bend), tip: view.pixel(tip), width: width * view.stroke,
        rootColor: full * 0.40, tipColor: full * tipTone + Vector(repeating: 0.006), opacity: 0.88, order: order))
  }
}
