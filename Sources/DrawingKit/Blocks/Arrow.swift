/// An arrow to the right or downwards, with a word above or beside it.
public struct Arrow: Block {
  /// Where it points.
  public enum Direction: Sendable {
    /// To the right.
    case right
    /// Down.
    case down
  }

  private let direction: Direction
  private let length: Double
  private let label: String

  /// An arrow of a length in points; it grows with its label.
  public init(_ direction: Direction = .right, length: Double = 28, label: String = "") {
    self.direction = direction
    self.length = length
    self.label = label
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    guard !label.isEmpty else { return direction == .right ? Extent(length, 8) : Extent(8, length) }
    let measure = canvas.measure(label, .small)
    switch direction {
    // As much room below as the label takes above, so that rows centre the shaft.
    case .right: return Extent(max(length, measure.width.rounded(.up) + 4), 2 * (measure.height.rounded(.up) + 6))
    case .down: return Extent(2 * (measure.width.rounded(.up) + 8), max(length, measure.height))
    }
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let size = extent(on: canvas)
    let style = canvas.style
    switch direction {
    case .right:
      let y = origin.y + size.height / 2
      canvas.arrow(Point(origin.x, y), Point(origin.x + size.width, y), style.ink, width: style.line)
      if !label.isEmpty {
        let measure = canvas.measure(label, .small)
        canvas.text(
          label, at: Point(origin.x + size.width / 2, y - 5 - measure.descent), .small, style.ink, .centre, .baseline)
      }
    case .down:
      let x = origin.x + size.width / 2
      canvas.arrow(Point(x, origin.y), Point(x, origin.y + size.height), style.ink, width: style.line)
      if !label.isEmpty {
        canvas.text(label, at: Point(x + 8, origin.y + size.height / 2), .small, style.ink, .left, .middle)
      }
    }
  }
}
