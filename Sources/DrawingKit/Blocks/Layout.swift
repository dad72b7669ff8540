/// Where blocks of different size line up.
public enum Alignment: Sendable {
  /// Left or top edges.
  case leading
  /// Middles.
  case centre
  /// Right or bottom edges.
  case trailing

  func offset(_ free: Double) -> Double {
    switch self {
    case .leading: 0
    case .centre: (free / 2).rounded(.down)
    case .trailing: free
    }
  }
}

/// Blocks side by side.
public struct Row: Block {
  private let blocks: [any Block]
  private let spacing: Double
  private let alignment: Alignment

  /// Blocks from left to right, `spacing` points apart.
  public init(_ blocks: [any Block], spacing: Double = 12, alignment: Alignment = .centre) {
    self.blocks = blocks
    self.spacing = spacing
    self.alignment = alignment
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let extents = blocks.map { $0.extent(on: canvas) }
    return Extent(
      extents.reduce(spacing * Double(max(blocks.count - 1, 0))) { $0 + $1.width },
      extents.reduce(0) { max($0, $1.height) })
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let extents = blocks.map { $0.extent(on: canvas) }
    let height = extents.reduce(0) { max($0, $1.height) }
    var x = origin.x
    for (block, extent) in zip(blocks, extents) {
      block.draw(on: canvas, at: Point(x, origin.y + alignment.offset(height - extent.height)))
      x += extent.width + spacing
    }
  }
}

/// Blocks one below the other.
public struct Column: Block {
  private let blocks: [any Block]
  private let spacing: Double
  private let alignment: Alignment

  /// Blocks from top to bottom, `spacing` points apart.
  public init(_ blocks: [any Block], spacing: Double = 6, alignment: Alignment = .centre) {
    self.blocks = blocks
    self.spacing = spacing
    self.alignment = alignment
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let extents = blocks.map { $0.extent(on: canvas) }
    return Extent(
      extents.reduce(0) { max($0, $1.width) },
      extents.reduce(spacing * Double(max(blocks.count - 1, 0))) { $0 + $1.height })
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let extents = blocks.map { $0.extent(on: canvas) }
    let width = extents.reduce(0) { max($0, $1.width) }
    var y = origin.y
    for (block, extent) in zip(blocks, extents) {
      block.draw(on: canvas, at: Point(origin.x + alignment.offset(width - extent.width), y))
      y += extent.height + spacing
    }
  }
}

/// A table of blocks: every column as wide as its widest, every row as high as its highest.
public struct Grid: Block {
  private let rows: [[any Block]]
  private let columnSpacing: Double
  private let rowSpacing: Double
  private let horizontal: [Alignment]
  private let vertical: Alignment

  /// Rows of blocks; `horizontal` has one alignment for each column, the last of which goes on.
  public init(
    _ rows: [[any Block]], columnSpacing: Double = 12, rowSpacing: Double = 8, horizontal: [Alignment] = [.centre],
    vertical: Alignment = .centre
  ) {
    self.rows = rows
    self.columnSpacing = columnSpacing
    self.rowSpacing = rowSpacing
    self.horizontal = horizontal
    self.vertical = vertical
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let (widths, heights) = measures(on: canvas)
    return Extent(
      widths.reduce(columnSpacing * Double(max(widths.count - 1, 0)), +),
      heights.reduce(rowSpacing * Double(max(heights.count - 1, 0)), +))
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let (widths, heights) = measures(on: canvas)
    var y = origin.y
    for (row, height) in zip(rows, heights) {
      var x = origin.x
      for (column, block) in row.enumerated() {
        let extent = block.extent(on: canvas)
        let alignment = horizontal.isEmpty ? .centre : horizontal[min(column, horizontal.count - 1)]
        let place = Point(
          x + alignment.offset(widths[column] - extent.width), y + vertical.offset(height - extent.height))
        block.draw(on: canvas, at: place)
        x += widths[column] + columnSpacing
      }
      y += height + rowSpacing
    }
  }

  private func measures(on canvas: Canvas) -> (widths: [Double], heights: [Double]) {
    var widths = [Double](repeating: 0, count: rows.reduce(0) { max($0, $1.count) })
    var heights: [Double] = []
    for row in rows {
      var height = 0.0
      for (column, block) in row.enumerated() {
        let extent = block.extent(on: canvas)
        widths[column] = max(widths[column], extent.width)
        height = max(height, extent.height)
      }
      heights.append(height)
    }
    return (widths, heights)
  }
}

/// A block with room around it.
public struct Inset: Block {
  private let block: any Block
  private let horizontal: Double
  private let vertical: Double

  /// A block with `horizontal` points on the left and right, `vertical` above and below.
  public init(_ block: any Block, horizontal: Double = 0, vertical: Double = 0) {
    self.block = block
    self.horizontal = horizontal
    self.vertical = vertical
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let inner = block.extent(on: canvas)
    return Extent(inner.width + 2 * horizontal, inner.height + 2 * vertical)
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    block.draw(on: canvas, at: origin.moved(horizontal, vertical))
  }
}

extension Block {
  /// The block with a line of text below, broken to the block's width or `width`.
  public func captioned(_ caption: String, width: Double = 140, font: Font = .small) -> any Block {
    Column([self, Paragraph(caption, width: width, font, .faint, .centre)], spacing: 4)
  }

  /// The block with a heading above.
  public func headed(_ heading: String, font: Font = .heading) -> any Block {
    Column([Text(heading, font), self], spacing: 5)
  }
}
