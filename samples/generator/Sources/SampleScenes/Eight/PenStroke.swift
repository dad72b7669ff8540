/// The way of a felt pen over the paper, and how hard it was pressed.
struct PenStroke: Sendable {
  /// A piece of the way, straight for all that can be seen.
  private struct Piece {
    var from: Point
    var to: Point
    var share: Float
  }

  private let pieces: [Piece]

  /// A smooth way through the points, in widths of the picture.
  init(through points: [Point]) {
    var pieces: [Piece] = []
    let steps = 10
    var before = points[0]
    for index in 0..<points.count - 1 {
      let p0 = points[max(index - 1, 0)]
      let p1 = points[index]
      let p2 = points[index + 1]
      let p3 = points[min(index + 2, points.count - 1)]
      for step in 1...steps {
        let t = Float(step) / Float(steps)
        // Catmull and Rom (1974): through each point with the direction of its neighbours.
        let a = p1 * 2
        let b = (p2 - p0) * t
        let c = (p0 * 2 - p1 * 5 + p2 * 4 - p3) * (t * t)
        let d = (p1 * 3 - p0 - p2 * 3 + p3) * (t * t * t)
        let p = (a + b + c + d) * 0.5
        pieces.append(Piece(from: before, to: p, share: (Float(index) + t) / Float(points.count - 1)))
        before = p
      }
    }
    self.pieces = pieces
  }

  /// A written 8: begun at the upper right, over the top, through the middle and back.
  static let eight = PenStroke(through: [
    Point(0.671, 0.232), Point(0.625, 0.148), Point(0.509, 0.146), Point(0.425, 0.238), Point(0.441, 0.358),
    Point(0.528, 0.446), Point(0.597, 0.556), Point(0.596, 0.708), Point(0.502, 0.836), Point(0.374, 0.846),
    Point(0.308, 0.748), Point(0.354, 0.606), Point(0.479, 0.482), Point(0.603, 0.372), Point(0.688, 0.246),
    Point(0.719, 0.168),
  ])

  /// How far a point is from the middle of the line, and how far along the line that is. Parts of the way that the pen
  /// made shortly before or after `other` are left out.
  func nearest(_ p: Point, farFrom other: Float? = nil) -> (distance: Float, share: Float) {
    var best: (distance: Float, share: Float) = (.infinity, 0)
    for piece in pieces {
      if let other, abs(piece.share - other) < 0.2 { continue }
      let along = piece.to - piece.from
      let t = clamp(dot(p - piece.from, along) / max(dot(along, along), 1e-12))
      let away = length(p - piece.from - along * t)
      if away < best.distance { best = (away, piece.share) }
    }
    return best
  }

  /// Half the width of the line: pressed where the hand turns, light where it runs.
  static func halfWidth(_ share: Float) -> Float {
    let pressure = 0.5 + 0.5 * sine(share * 15.5 + 0.6)
    let start = smoothstep(0, 0.03, share)
    let end = smoothstep(1.0, 0.93, share)
    return 0.0450 * (0.84 + 0.16 * pressure) * (0.75 + 0.25 * start) * (0.50 + 0.50 * end)
  }
}
