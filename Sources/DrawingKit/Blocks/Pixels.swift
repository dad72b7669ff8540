import ConvolutionCore

/// A picture or a feature map at a given size, with an optional pixel grid and windows.
public struct Pixels: Block {
  /// What is shown.
  public enum Content: Sendable {
    /// Colours as they are.
    case raster(Raster)
    /// A map through a colour map.
    case map(Plane, ColourMap)
    /// A map in diverging colours with 0 in the middle, ± `limit` at the ends.
    case diverging(Plane, limit: Double)
  }

  private let content: Content
  private let size: Extent
  /// Lines between pixels.
  public var hasGrid: Bool
  /// Windows in pixels of the picture.
  public var windows: [CellWindow]
  /// A frame around it all.
  public var isFramed = true

  /// A picture `width` points wide, as high as its shape asks.
  public init(_ content: Content, width: Double, hasGrid: Bool = false, windows: [CellWindow] = []) {
    self.content = content
    self.hasGrid = hasGrid
    self.windows = windows
    let (columns, rows) = Pixels.pixels(content)
    size = Extent(width, (width * Double(rows) / Double(max(columns, 1))).rounded())
  }

  /// A gray map, black 0 and white 255, `width` points wide.
  public init(gray plane: Plane, width: Double, hasGrid: Bool = false, windows: [CellWindow] = []) {
    self.init(.map(plane, .gray()), width: width, hasGrid: hasGrid, windows: windows)
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent { size }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let frame = Rectangle(origin, size)
    switch content {
    case .raster(let raster): canvas.picture(raster, in: frame)
    case .map(let plane, let map): canvas.picture(map.raster(of: plane), in: frame)
    case .diverging(let plane, let limit):
      canvas.picture(ColourMap.diverging(limit: limit, style).raster(of: plane), in: frame)
    }
    let (columns, rows) = Pixels.pixels(content)
    let (cellWidth, cellHeight) = (size.width / Double(max(columns, 1)), size.height / Double(max(rows, 1)))
    if hasGrid {
      for x in stride(from: 1, to: columns, by: 1) {
        let place = origin.x + Double(x) * cellWidth
        canvas.line(Point(place, frame.top), Point(place, frame.bottom), style.rule, width: style.hairline)
      }
      for y in stride(from: 1, to: rows, by: 1) {
        let place = origin.y + Double(y) * cellHeight
        canvas.line(Point(frame.left, place), Point(frame.right, place), style.rule, width: style.hairline)
      }
    }
    if isFramed { canvas.stroke(frame, style.rule, width: style.hairline) }
    for window in windows {
      let box = Rectangle(
        x: origin.x + Double(window.x) * cellWidth, y: origin.y + Double(window.y) * cellHeight,
        width: Double(window.width) * cellWidth, height: Double(window.height) * cellHeight)
      // A light line under the coloured one, so that the window stands out on any picture.
      canvas.stroke(box.grown(by: 1), .gray(1), width: 1)
      canvas.stroke(box, window.colour(style), width: 1.75)
    }
  }

  private static func pixels(_ content: Content) -> (columns: Int, rows: Int) {
    switch content {
    case .raster(let raster): (raster.width, raster.height)
    case .map(let plane, _): (plane.width, plane.height)
    case .diverging(let plane, _): (plane.width, plane.height)
    }
  }
}
