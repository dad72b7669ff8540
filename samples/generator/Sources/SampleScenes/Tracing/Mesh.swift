/// Triangles with smooth normals and surface coordinates.
struct Mesh {
  struct Vertex {
    var position: Vector
    var normal: Vector
    /// Where the vertex lies on its surface, in metres or as a share, as the part's finish wants it.
    var surface: Point
  }

  struct Triangle {
    var corners: SIMD3<Int32>
    var finish: Finish
  }

  private(set) var vertices: [Vertex] = []
  private(set) var triangles: [Triangle] = []

  /// Adds a curved sheet: `point(u, v)` for u and v in 0 … 1, cut into columns × rows of triangle pairs.
  mutating func addSheet(
    columns: Int, rows: Int, finish: Finish, surface: ((Float, Float) -> Point)? = nil,
    point: (Float, Float) -> Vector
  ) {
    let first = Int32(vertices.count)
    for row in 0...rows {
      for column in 0...columns {
        let u = Float(column) / Float(columns)
        let v = Float(row) / Float(rows)
        let du: Float = u < 0.5 ? 1e-3 : -1e-3
        let dv: Float = v < 0.5 ? 1e-3 : -1e-3
        let position = point(u, v)
        let along = (point(u + du, v) - position) * (1 / du)
        let across = (point(u, v + dv) - position) * (1 / dv)
        vertices.append(
          Vertex(
            position: position, normal: normalized(cross(along, across)), surface: surface?(u, v) ?? Point(u, v)))
      }
    }
    let width = Int32(columns + 1)
    for row in 0..<Int32(rows) {
      for column in 0..<Int32(columns) {
        let a = first + row * width + column
        triangles.append(Triangle(corners: SIMD3(a, a + 1, a + width), finish: finish))
        triangles.append(Triangle(corners: SIMD3(a + 1, a + width + 1, a + width), finish: finish))
      }
    }
  }

  /// Adds a round rod along points, its radius growing evenly from the first to the last.
  mutating func addRod(
    _ points: [Vector], radius: Float, endRadius: Float? = nil, sides: Int = 8, finish: Finish
  ) {
    guard points.count > 1 else { return }
    let first = Int32(vertices.count)
    var travelled: Float = 0
    var side = tangents(of: normalized(points[1] - points[0])).0
    for index in points.indices {
      let before = points[max(index - 1, 0)]
      let after = points[min(index + 1, points.count - 1)]
      let along = normalized(after - before)
      // The frame is carried along, so that the rod does not twist.
      side = normalized(side - along * dot(side, along))
      let other = cross(along, side)
      if index > 0 { travelled += length(points[index] - points[index - 1]) }
      let share = Float(index) / Float(points.count - 1)
      let r = mix(radius, endRadius ?? radius, share)
      for k in 0...sides {
        let angle = 2 * Float.pi * Float(k) / Float(sides)
        let outward = side * cosine(angle) + other * sine(angle)
        vertices.append(
          Vertex(
            position: points[index] + outward * r, normal: outward,
            surface: Point(travelled, Float(k) / Float(sides))))
      }
    }
    let width = Int32(sides + 1)
    for ring in 0..<Int32(points.count - 1) {
      for k in 0..<Int32(sides) {
        let a = first + ring * width + k
        triangles.append(Triangle(corners: SIMD3(a, a + 1, a + width), finish: finish))
        triangles.append(Triangle(corners: SIMD3(a + 1, a + width + 1, a + width), finish: finish))
      }
    }
  }

  /// Adds a ball, flattened or stretched by `radii` along the axes.
  mutating func addBall(center: Vector, radii: Vector, finish: Finish, columns: Int = 20, rows: Int = 12) {
    addSheet(columns: columns, rows: rows, finish: finish) { u, v in
      let longitude = 2 * Float.pi * u
      let latitude = Float.pi * (v - 0.5)
      return center + radii
        * Vector(cosine(latitude) * cosine(longitude), sine(latitude), -cosine(latitude) * sine(longitude))
    }
  }

  /// Adds a flat four-cornered piece.
  mutating func addQuad(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector, finish: Finish) {
    addSheet(columns: 1, rows: 1, finish: finish) { u, v in mix(mix(a, b, u), mix(d, c, u), v) }
  }

  /// Adds a box between opposite corners.
  mutating func addBox(_ low: Vector, _ high: Vector, finish: Finish) {
    func corner(_ bits: Int) -> Vector {
      Vector(bits & 1 == 0 ? low.x : high.x, bits & 2 == 0 ? low.y : high.y, bits & 4 == 0 ? low.z : high.z)
    }
    for (a, b, c, d) in [(4, 5, 7, 6), (1, 0, 2, 3), (5, 1, 3, 7), (0, 4, 6, 2), (6, 7, 3, 2), (0, 1, 5, 4)] {
      addQuad(corner(a), corner(b), corner(c), corner(d), finish: finish)
    }
  }

  /// Adds another mesh, each of its points moved and each direction turned.
  mutating func add(_ other: Mesh, point: (Vector) -> Vector, direction: (Vector) -> Vector) {
    let first = Int32(vertices.count)
    for vertex in other.vertices {
      vertices.append(
        Vertex(position: point(vertex.position), normal: direction(vertex.normal), surface: vertex.surface))
    }
    for triangle in other.triangles {
      triangles.append(Triangle(corners: triangle.corners &+ first, finish: triangle.finish))
    }
  }
}
