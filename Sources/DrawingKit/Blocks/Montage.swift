/// Pictures in rows, each with a caption.
public struct Montage: Block {
  private let block: any Block

  /// Pictures from left to right, `columns` to a row.
  public init(_ items: [(picture: any Block, caption: String)], columns: Int, captionWidth: Double = 90) {
    let cells = items.map { item in
      item.caption.isEmpty ? item.picture : item.picture.captioned(item.caption, width: captionWidth)
    }
    let rows = stride(from: 0, to: cells.count, by: max(columns, 1)).map { start in
      Array(cells[start..<min(start + max(columns, 1), cells.count)])
    }
    block = Grid(rows, columnSpacing: 10, rowSpacing: 10, vertical: .leading)
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent { block.extent(on: canvas) }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) { block.draw(on: canvas, at: origin) }
}
