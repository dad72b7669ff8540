/// A mesh in a tree of boxes, so that a ray meets few of its triangles.
///
/// The nodes lie in the order of a depth-first walk, each with the index at which the walk goes on when its box is
/// missed: traversal needs no stack.
struct TriangleTree: Sendable {
  private struct Node {
    var low: Vector
    var high: Vector
    var first: Int32
    var count: Int32
    var skip: Int32
  }

  private struct Corner {
    var origin: Vector
    var edge1: Vector
    var edge2: Vector
  }

  private var nodes: [Node] = []
  private var corners: [Corner] = []
  private var shapes: [(Mesh.Vertex, Mesh.Vertex, Mesh.Vertex, Finish)] = []

  init(_ mesh: Mesh) {
    let boxes = mesh.triangles.map { triangle -> (low: Vector, high: Vector) in
      let a = mesh.vertices[Int(triangle.corners.x)].position
      let b = mesh.vertices[Int(triangle.corners.y)].position
      let c = mesh.vertices[Int(triangle.corners.z)].position
      return (pointwiseMin(a, pointwiseMin(b, c)), pointwiseMax(a, pointwiseMax(b, c)))
    }
    var order = Array(mesh.triangles.indices)
    build(&order, 0..<order.count, boxes)
    for index in order {
      let triangle = mesh.triangles[index]
      let a = mesh.vertices[Int(triangle.corners.x)]
      let b = mesh.vertices[Int(triangle.corners.y)]
      let c = mesh.vertices[Int(triangle.corners.z)]
      corners.append(
        Corner(origin: a.position, edge1: b.position - a.position, edge2: c.position - a.position))
      shapes.append((a, b, c, triangle.finish))
    }
  }

  private mutating func build(
    _ order: inout [Int], _ range: Range<Int>, _ boxes: [(low: Vector, high: Vector)]
  ) {
    var low = Vector(repeating: .infinity)
    var high = Vector(repeating: -.infinity)
    for index in order[range] {
      low = pointwiseMin(low, boxes[index].low)
      high = pointwiseMax(high, boxes[index].high)
    }
    let node = nodes.count
    nodes.append(Node(low: low, high: high, first: Int32(range.lowerBound), count: 0, skip: 0))
    if range.count <= 4 {
      nodes[node].count = Int32(range.count)
    } else {
      let extent = high - low
      let axis = extent.x >= extent.y && extent.x >= extent.z ? 0 : extent.y >= extent.z ? 1 : 2
      // Ties fall by index: the order does not depend on the sorting algorithm.
      let sorted = order[range].sorted {
        let a = boxes[$0].low[axis] + boxes[$0].high[axis]
        let b = boxes[$1].low[axis] + boxes[$1].high[axis]
        return a == b ? $0 < $1 : a < b
      }
      order.replaceSubrange(range, with: sorted)
      let middle = (range.lowerBound + range.upperBound) / 2
      build(&order, range.lowerBound..<middle, boxes)
      build(&order, middle..<range.upperBound, boxes)
    }
    nodes[node].skip = Int32(nodes.count)
  }

  /// The nearest meeting of the ray with a triangle nearer than `limit`.
  func nearestHit(_ ray: Ray, limit: Float = .infinity) -> Hit? {
    guard let (distance, index, u, v) = search(ray, limit: limit, anyHit: false) else { return nil }
    let (a, b, c, finish) = shapes[index]
    var normal = normalized(a.normal * (1 - u - v) + b.normal * u + c.normal * v)
    let face = cross(corners[index].edge1, corners[index].edge2)
    if dot(face, normal) < 0 ? dot(face, ray.direction) < 0 : dot(face, ray.direction) > 0 { normal = -normal }
    return Hit(
      distance: distance, position: ray.point(at: distance), normal: normal,
      surface: a.surface * (1 - u - v) + b.surface * u + c.surface * v, finish: finish)
  }

  /// What lies between a point and a light: the finish of some triangle hit, nil when the way is free.
  func blocker(_ ray: Ray, limit: Float = .infinity) -> Finish? {
    search(ray, limit: limit, anyHit: true).map { shapes[$0.index].3 }
  }

  private func search(
    _ ray: Ray, limit: Float, anyHit: Bool
  ) -> (distance: Float, index: Int, u: Float, v: Float)? {
    let inverse = Vector(repeating: 1) / ray.direction
    var best = limit
    var found: (distance: Float, index: Int, u: Float, v: Float)?
    nodes.withUnsafeBufferPointer { nodes in
      corners.withUnsafeBufferPointer { corners in
        var current = 0
        while current < nodes.count {
          let node = nodes[current]
          let toLow = (node.low - ray.origin) * inverse
          let toHigh = (node.high - ray.origin) * inverse
          let near = pointwiseMin(toLow, toHigh)
          let far = pointwiseMax(toLow, toHigh)
          let enter = max(near.x, near.y, near.z, 0)
          guard enter <= min(far.x, far.y, far.z, best) else {
            current = Int(node.skip)
            continue
          }
          for index in Int(node.first)..<Int(node.first + node.count) {
            // Möller and Trumbore (1997): solve origin + t·direction = a + u·edge1 + v·edge2.
            let corner = corners[index]
            let p = cross(ray.direction, corner.edge2)
            let determinant = dot(corner.edge1, p)
            guard abs(determinant) > 1e-12 else { continue }
            let scale = 1 / determinant
            let s = ray.origin - corner.origin
            let u = dot(s, p) * scale
            guard u >= 0, u <= 1 else { continue }
            let q = cross(s, corner.edge1)
            let v = dot(ray.direction, q) * scale
            guard v >= 0, u + v <= 1 else { continue }
            let t = dot(corner.edge2, q) * scale
            guard t > 1e-4, t < best else { continue }
            best = t
            found = (t, index, u, v)
            if anyHit { return }
          }
          current += 1
        }
      }
    }
    return found
  }
}
