/// One movement of the pen: a smooth curve through its points.
///
/// A point given twice is a corner. A stroke that ends where it begins is closed, and smooth there.
struct Stroke: Sendable, Equatable {
  var points: [Point]

  /// A stroke through points in hundredths of the digit's height.
  init(_ points: [(Double, Double)]) {
    self.points = points.map { Point(x: $0.0 / 100, y: $0.1 / 100) }
  }

  /// The curve as short straight lines: a Catmull–Rom spline, `steps` lines between two points.
  func flattened(steps: Int = 4) -> [Point] {
    guard let first = points.first, let last = points.last else { return [] }
    let isClosed = points.count > 2 && first == last
    var line = [first]
    line.reserveCapacity(steps * points.count + 8)
    for index in 0..<points.count - 1 {
      let from = points[index]
      let to = points[index + 1]
      if from == to { continue }
      let before = index > 0 ? points[index - 1] : isClosed ? points[points.count - 2] : from
      let after = index + 2 < points.count ? points[index + 2] : isClosed ? points[1] : last
      for step in 1...steps {
        let t = Double(step) / Double(steps)
        line.append(spline(before, from, to, after, t))
      }
    }
    return line
  }

  private func spline(_ a: Point, _ b: Point, _ c: Point, _ d: Point, _ t: Double) -> Point {
    let linear = c - a
    let square = 2 * a - 5 * b + 4 * c - d
    let cubic = 3 * b - a - 3 * c + d
    return b + 0.5 * t * linear + 0.5 * t * t * square + 0.5 * t * t * t * cubic
  }
}
