/// A part of a figure: it knows its size before it is drawn, so that rows and columns of blocks lay themselves out.
public protocol Block: Sendable {
  /// The size it takes; the canvas measures text and holds the style.
  func extent(on canvas: Canvas) -> Extent
  /// Draws with the upper left corner at `origin`.
  func draw(on canvas: Canvas, at origin: Point)
}

/// A block whose drawing is given in place.
public struct Sketch: Block {
  private let size: Extent
  private let body: @Sendable (Canvas, Point) -> Void

  /// A drawing of a given size; `body` gets its upper left corner.
  public init(_ size: Extent, _ body: @escaping @Sendable (Canvas, Point) -> Void) {
    self.size = size
    self.body = body
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent { size }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) { body(canvas, origin) }
}

/// Empty room.
public struct Gap: Block {
  private let size: Extent

  /// Room of a given size.
  public init(_ width: Double, _ height: Double) { size = Extent(width, height) }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent { size }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {}
}
