import ConvolutionCore

/// A grid of cells with a text in each: pixels, weights, products, maps.
public struct NumberMatrix: Block {
  /// What colours a cell.
  public enum Shading: Sendable {
    /// The page's colour.
    case plain
    /// Each value's colour in a map; the text turns black or white to be read.
    case values(Plane, ColourMap)
    /// Diverging colours, 0 in the middle, ± `limit` at the ends.
    case diverging(Plane, limit: Double)
  }

  /// Rows of texts; nil is an empty cell.
  public var cells: [[String?]]
  /// What colours a cell.
  public var shading: Shading
  /// Windows that are pointed at: filled lightly and framed.
  public var windows: [CellWindow]
  /// A second, small text in the lower right corner of some cells, as the weight that slides over a pixel.
  public var remarks: [[String?]]
  /// Cells whose number is bold on a ground of the window's colour, as the largest of a pooling window.
  public var marked: [CellWindow] = []
  /// Cells that stand outside, as padding or rows that a stride drops: drawn faint on a hatched ground.
  public var isOutside: (@Sendable (_ y: Int, _ x: Int) -> Bool)?
  /// The least side of a cell; nil takes what the widest text needs, with room around it.
  public var cellSide: Double?
  /// The font of the cells.
  public var font: Font

  /// A matrix of texts.
  public init(
    cells: [[String?]], shading: Shading = .plain, windows: [CellWindow] = [], remarks: [[String?]] = [],
    cellSide: Double? = nil, font: Font = .number
  ) {
    self.cells = cells
    self.shading = shading
    self.windows = windows
    self.remarks = remarks
    self.cellSide = cellSide
    self.font = font
  }

  /// The numbers of a plane.
  public init(
    _ plane: Plane, decimals: Int = 2, windows: [CellWindow] = [], cellSide: Double? = nil, font: Font = .number
  ) {
    self.init(
      cells: NumberText.cells(plane, decimals: decimals).map { $0.map { $0 } }, windows: windows, cellSide: cellSide,
      font: font)
  }

  /// The side of a cell on this canvas.
  public func side(on canvas: Canvas) -> Double {
    let widest = cells.joined().reduce(0) { max($0, canvas.measure($1 ?? "", font).width) }
    if let cellSide { return max(cellSide, (widest + 3).rounded(.up)) }
    return max(widest + font.size * 0.7, font.size * 2).rounded(.up)
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let side = side(on: canvas)
    return Extent(Double(cells.first?.count ?? 0) * side, Double(cells.count) * side)
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let side = side(on: canvas)
    for (y, row) in cells.enumerated() {
      for (x, text) in row.enumerated() {
        let cell = Rectangle(x: origin.x + Double(x) * side, y: origin.y + Double(y) * side, width: side, height: side)
        drawCell(text, y, x, cell, on: canvas)
      }
    }
    drawGrid(on: canvas, origin, side)
    for window in windows {
      let frame = Rectangle(
        x: origin.x + Double(window.x) * side, y: origin.y + Double(window.y) * side,
        width: Double(window.width) * side, height: Double(window.height) * side)
      // Inside its cells, so that windows side by side both show.
      canvas.stroke(frame.grown(by: -0.75), window.colour(style), width: 1.75)
    }
  }

  private func drawCell(_ text: String?, _ y: Int, _ x: Int, _ cell: Rectangle, on canvas: Canvas) {
    let style = canvas.style
    var ground = style.background
    switch shading {
    case .plain: break
    case .values(let plane, let map): ground = map.colour(of: Double(plane[y, x]))
    case .diverging(let plane, let limit):
      ground = ColourMap.diverging(limit: limit, style).colour(of: Double(plane[y, x]))
    }
    if let window = windows.first(where: { $0.contains(x: x, y: y) }), case .plain = shading {
      ground = ground.mixed(
        with: window.colour(style), marked.contains { $0.contains(x: x, y: y) } ? 0.45 : 0.14)
    }
    let outside = isOutside?(y, x) ?? false
    if outside { ground = style.panel }
    canvas.fill(cell, ground)
    if outside {
      canvas.clipped(to: cell) {
        for step in stride(from: -cell.extent.height, to: cell.extent.width, by: 4) {
          canvas.line(
            Point(cell.left + step, cell.bottom), Point(cell.left + step + cell.extent.height, cell.top),
            style.rule.opacity(0.5), width: style.hairline)
        }
      }
    }
    let ink: Colour
    if case .plain = shading { ink = outside ? style.faint : style.ink } else { ink = ground.readableInk }
    let remark = y < remarks.count && x < remarks[y].count ? remarks[y][x] : nil
    if let text {
      let place = remark == nil ? cell.middle : cell.middle.moved(0, -cell.extent.height * 0.14)
      let isMarked = marked.contains { $0.contains(x: x, y: y) }
      canvas.text(text, at: place, isMarked ? font.emphasised : font, ink, .centre, .middle)
    }
    if let remark {
      let colour = windows.first { $0.contains(x: x, y: y) }?.colour(style) ?? style.faint
      canvas.text(
        remark, at: Point(cell.right - 3, cell.bottom - 3.5), Font(max(7.5, font.size * 0.75)), colour, .right,
        .baseline)
    }
  }

  private func drawGrid(on canvas: Canvas, _ origin: Point, _ side: Double) {
    let style = canvas.style
    let size = extent(on: canvas)
    for x in 0...(cells.first?.count ?? 0) {
      let place = origin.x + Double(x) * side
      canvas.line(Point(place, origin.y), Point(place, origin.y + size.height), style.rule, width: style.hairline)
    }
    for y in 0...cells.count {
      let place = origin.y + Double(y) * side
      canvas.line(Point(origin.x, place), Point(origin.x + size.width, place), style.rule, width: style.hairline)
    }
    canvas.stroke(Rectangle(origin, size), style.ink, width: style.line)
  }
}
