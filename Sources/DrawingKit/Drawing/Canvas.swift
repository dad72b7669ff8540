import CCairo

/// What figures are drawn on: one drawing code for PNG, SVG and PDF, over Cairo.
///
/// Lengths are points; y grows downwards. The canvas notes every text it sets, so that a test can tell whether any
/// is clipped, overlaps another or is too small.
public final class Canvas {
  /// The look.
  public let style: Style
  /// Every text set so far, with the box of its ink.
  public private(set) var texts: [TextBox] = []
  /// True when Cairo is on this machine; without it nothing can be drawn or measured.
  public static let hasLibrary = CCairoLoad() != 0
  let context: OpaquePointer
  private let surface: OpaquePointer

  /// A canvas over a Cairo surface, which it then owns.
  init(surface: OpaquePointer, scale: Double, style: Style) {
    precondition(Canvas.hasLibrary, "Cairo is needed to draw")
    self.surface = surface
    self.style = style
    context = cairo_create(surface)
    cairo_scale(context, scale, scale)
    let options = cairo_font_options_create()
    // Unhinted letters have the same widths at every scale and in every format.
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_MITER)
  }

  /// A canvas that shows nothing: for measuring before the size of the page is known.
  public convenience init(measuring style: Style) {
    precondition(Canvas.hasLibrary, "Cairo is needed to draw")
    self.init(surface: cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1), scale: 1, style: style)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Ends the drawing and says what went wrong, if anything.
  func finish() throws(FigureError) {
    let failed = cairo_status(context)
    cairo_surface_finish(surface)
    let status = failed == CAIRO_STATUS_SUCCESS ? cairo_surface_status(surface) : failed
    guard status == CAIRO_STATUS_SUCCESS else { throw .drawing(String(cString: cairo_status_to_string(status))) }
  }

  func note(_ box: TextBox) { texts.append(box) }

  func use(_ colour: Colour) {
    cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, colour.opacity)
  }

  /// Fills a rectangle.
  public func fill(_ rectangle: Rectangle, _ colour: Colour) {
    use(colour)
    trace(rectangle)
    cairo_fill(context)
  }

  /// Frames a rectangle; the line lies half inside, half outside.
  public func stroke(_ rectangle: Rectangle, _ colour: Colour, width: Double, dash: [Double] = []) {
    trace(rectangle)
    stroke(colour, width, dash)
  }

  /// A straight line.
  public func line(_ start: Point, _ end: Point, _ colour: Colour, width: Double, dash: [Double] = []) {
    cairo_move_to(context, start.x, start.y)
    cairo_line_to(context, end.x, end.y)
    stroke(colour, width, dash)
  }

  /// A line through points.
  public func path(_ points: [Point], _ colour: Colour, width: Double, dash: [Double] = []) {
    trace(points)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    stroke(colour, width, dash)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_MITER)
  }

  /// A filled polygon.
  public func fill(_ points: [Point], _ colour: Colour) {
    trace(points)
    cairo_close_path(context)
    use(colour)
    cairo_fill(context)
  }

  /// A filled circle.
  public func disc(_ centre: Point, radius: Double, _ colour: Colour) {
    cairo_new_sub_path(context)
    cairo_arc(context, centre.x, centre.y, radius, 0, 2 * .pi)
    use(colour)
    cairo_fill(context)
  }

  /// A circle's line.
  public func circle(_ centre: Point, radius: Double, _ colour: Colour, width: Double) {
    cairo_new_sub_path(context)
    cairo_arc(context, centre.x, centre.y, radius, 0, 2 * .pi)
    stroke(colour, width, [])
  }

  /// A line that ends in a filled head.
  public func arrow(_ start: Point, _ end: Point, _ colour: Colour, width: Double, head: Double = 5) {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return }
    let (ux, uy) = (dx / length, dy / length)
    let neck = end.moved(-ux * head, -uy * head)
    line(start, neck, colour, width: width)
    let half = head * 0.45
    fill([end, neck.moved(-uy * half, ux * half), neck.moved(uy * half, -ux * half)], colour)
  }

  /// Draws only inside a rectangle while `body` runs.
  public func clipped(to rectangle: Rectangle, _ body: () -> Void) {
    cairo_save(context)
    trace(rectangle)
    cairo_clip(context)
    body()
    cairo_restore(context)
  }

  private func trace(_ rectangle: Rectangle) {
    cairo_rectangle(context, rectangle.left, rectangle.top, rectangle.extent.width, rectangle.extent.height)
  }

  private func trace(_ points: [Point]) {
    for (index, point) in points.enumerated() {
      if index == 0 {
        cairo_move_to(context, point.x, point.y)
      } else {
        cairo_line_to(context, point.x, point.y)
      }
    }
  }

  private func stroke(_ colour: Colour, _ width: Double, _ dash: [Double]) {
    use(colour)
    cairo_set_line_width(context, width)
    cairo_set_dash(context, dash, Int32(dash.count), 0)
    cairo_stroke(context)
  }
}
