/// Blocks side by side with their captions in a line below: middles and captions both stand level.
public struct CaptionedRow: Block {
  private let grid: Grid

  /// Blocks from left to right; signs and arrows have no caption.
  public init(_ items: [(block: any Block, caption: String)], spacing: Double = 8, captionWidth: Double = 140) {
    let captions = items.map { item in
      item.caption.isEmpty
        ? Gap(0, 0) : Paragraph(item.caption, width: captionWidth, .small, .faint, .centre) as any Block
    }
    grid = Grid([items.map(\.block), captions], columnSpacing: spacing, rowSpacing: 5, vertical: .centre)
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent { grid.extent(on: canvas) }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) { grid.draw(on: canvas, at: origin) }
}
