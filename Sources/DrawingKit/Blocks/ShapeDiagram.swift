import ConvolutionCore

/// Where a kernel goes on a grid of pixels, and the size of the map that comes out.
///
/// Added rows and columns are hatched, those that the stride never reaches are crossed out; the first two positions of
/// the kernel are framed.
public struct ShapeDiagram: Block {
  private let columns: SlidingWindow
  private let rows: SlidingWindow
  private let cell: Double

  /// The diagram of a convolution over `input` pixels, `cell` points to a pixel.
  /// - Throws: `ConvolutionError` when the kernel does not fit.
  public init(
    input: Size, kernel: Size, convolution: Convolution, cell: Double = 9
  ) throws(ConvolutionError) {
    _ = try convolution.outputSize(of: input, kernel: kernel)
    let window = convolution.window(of: input, kernel: kernel)
    columns = window.columns(of: input.width)
    rows = window.rows(of: input.height)
    self.cell = cell
  }

  /// The diagram of a layer's window, at most `width` points wide.
  public init(columns: SlidingWindow, rows: SlidingWindow, width: Double) {
    self.columns = columns
    self.rows = rows
    let cells = Double(columns.paddedLength + columns.positions)
    cell = min(9, (width - ShapeDiagram.gap) / cells)
  }

  /// Between the grid and the map: room for an arrow.
  private static let gap = 26.0

  /// The words that explain its colours.
  public static let key = "the kernel's first position orange, its second blue; hatched: padding; crossed: dropped"

  /// The size formula with its numbers, for the columns: ⌊(n + p₀ + p₁ − d(k−1) − 1)/s⌋ + 1.
  public var formula: String {
    let padding = columns.before + columns.after > 0 ? " + \(columns.before) + \(columns.after)" : ""
    return "⌊(\(columns.length)\(padding) − \(columns.reach))/\(columns.stride)⌋ + 1 = \(columns.positions)"
  }

  /// Rows and columns at the far edge that no position of the kernel covers.
  public var dropped: Size { Size(width: columns.dropped, height: rows.dropped) }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    Extent(
      (Double(columns.paddedLength + columns.positions) * cell + ShapeDiagram.gap).rounded(.up),
      (Double(max(rows.paddedLength, rows.positions)) * cell).rounded(.up))
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let height = extent(on: canvas).height
    let start = Point(origin.x, origin.y + ((height - Double(rows.paddedLength) * cell) / 2).rounded(.down))
    func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int, from corner: Point) -> Rectangle {
      Rectangle(
        x: corner.x + Double(x) * cell, y: corner.y + Double(y) * cell, width: Double(width) * cell,
        height: Double(height) * cell)
    }
    let whole = box(0, 0, columns.paddedLength, rows.paddedLength, from: start)
    let picture = box(columns.before, rows.before, columns.length, rows.length, from: start)
    canvas.hatch(whole)
    canvas.fill(picture, style.background)
    let (lostX, lostY) = (columns.dropped, rows.dropped)
    if lostX > 0 { canvas.cross(box(columns.paddedLength - lostX, 0, lostX, rows.paddedLength, from: start)) }
    if lostY > 0 { canvas.cross(box(0, rows.paddedLength - lostY, columns.paddedLength - lostX, lostY, from: start)) }
    let first = box(0, 0, columns.reach, rows.reach, from: start)
    canvas.fill(first, style.accent.opacity(0.22))
    // Lines closer than that would cover the picture.
    let hasGrid = cell >= 3
    if hasGrid { canvas.grid(whole, columns: columns.paddedLength, rows: rows.paddedLength) }
    canvas.stroke(picture, style.ink, width: style.line)
    if columns.positions > 1 {
      let second = box(columns.stride, 0, columns.reach, rows.reach, from: start)
      canvas.stroke(second, style.second, width: 1.5, dash: [3, 2])
    }
    canvas.stroke(first, style.accent, width: 1.75)

    let middle = origin.y + height / 2
    canvas.arrow(Point(whole.right + 5, middle), Point(whole.right + 21, middle), style.ink, width: style.line)
    let corner = Point(
      whole.right + ShapeDiagram.gap, origin.y + ((height - Double(rows.positions) * cell) / 2).rounded(.down))
    let map = box(0, 0, columns.positions, rows.positions, from: corner)
    canvas.fill(map, style.panel)
    canvas.fill(box(0, 0, 1, 1, from: corner), style.accent.opacity(0.6))
    if columns.positions > 1 { canvas.fill(box(1, 0, 1, 1, from: corner), style.second.opacity(0.6)) }
    if hasGrid { canvas.grid(map, columns: columns.positions, rows: rows.positions) }
    canvas.stroke(map, style.ink, width: style.line)
  }
}

extension Canvas {
  /// Thin lines between cells.
  package func grid(_ frame: Rectangle, columns: Int, rows: Int) {
    for x in stride(from: 1, to: columns, by: 1) {
      let place = frame.left + Double(x) * frame.extent.width / Double(columns)
      line(Point(place, frame.top), Point(place, frame.bottom), style.rule, width: style.hairline)
    }
    for y in stride(from: 1, to: rows, by: 1) {
      let place = frame.top + Double(y) * frame.extent.height / Double(rows)
      line(Point(frame.left, place), Point(frame.right, place), style.rule, width: style.hairline)
    }
  }

  /// Slanted lines over a ground a little apart from the page: what is not part of the picture.
  func hatch(_ frame: Rectangle) {
    fill(frame, style.panel)
    clipped(to: frame) {
      for step in stride(from: -frame.extent.height, to: frame.extent.width, by: 3) {
        line(
          Point(frame.left + step, frame.bottom), Point(frame.left + step + frame.extent.height, frame.top),
          style.rule, width: style.hairline)
      }
    }
    stroke(frame, style.rule, width: style.hairline)
  }

  /// Lines both ways over a darker ground: what no position of a kernel covers.
  func cross(_ frame: Rectangle) {
    fill(frame, style.ink.opacity(0.12))
    clipped(to: frame) {
      for step in stride(from: -frame.extent.height, to: frame.extent.width, by: 3) {
        let (left, right) = (frame.left + step, frame.left + step + frame.extent.height)
        line(Point(left, frame.bottom), Point(right, frame.top), style.faint, width: style.hairline)
        line(Point(left, frame.top), Point(right, frame.bottom), style.faint, width: style.hairline)
      }
    }
  }
}
