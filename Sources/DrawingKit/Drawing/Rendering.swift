import CCairo
import SystemServices

extension Figure {
  /// The figure as the bytes of a file.
  ///
  /// `scale` is pixels to a point and counts for PNG and GIF only; 2 is 144 dots an inch.
  /// The same figure gives the same bytes on every run of the same machine.
  public func rendered(as format: FigureFormat, style: Style = Style(), scale: Double = 2) throws(FigureError)
    -> [UInt8]
  {
    guard Canvas.hasLibrary else { throw .noLibrary("Cairo", package: "libcairo2") }
    switch format {
    case .png: return try pngBytes(style, scale)
    case .svg:
      return try page(style) { sink, extent in
        cairo_svg_surface_create_for_stream(collect, sink, extent.width, extent.height)
      }.canonicalSVG(title: title)
    case .pdf:
      return try page(style) { sink, extent in
        let surface = cairo_pdf_surface_create_for_stream(collect, sink, extent.width, extent.height)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "cnnlab")
        // A fixed date: the bytes depend on the figure alone.
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
        return surface
      }
    case .gif: return try gifBytes(style, scale)
    }
  }

  /// Writes the figure in the format that the file's name asks for.
  public func write(to path: String, style: Style = Style(), scale: Double = 2) throws(FigureError) {
    let bytes = try rendered(as: FigureFormat(path: path), style: style, scale: scale)
    do throws(FileError) {
      try writeFile(path, bytes)
    } catch {
      throw .file(error)
    }
  }

  /// Every text of the figure with the box of its ink, and the size of the page: what a test of the layout needs.
  public func layout(style: Style = Style()) -> (page: Extent, texts: [TextBox]) {
    let extent = pageExtent(content, style)
    let canvas = Canvas(measuring: style)
    draw(content, on: canvas, extent)
    return (extent, canvas.texts)
  }

  func pageExtent(_ block: any Block, _ style: Style) -> Extent {
    let inner = block.extent(on: Canvas(measuring: style))
    return Extent(
      (inner.width + 2 * style.margin).rounded(.up), (inner.height + 2 * style.margin).rounded(.up))
  }

  func draw(_ block: any Block, on canvas: Canvas, _ extent: Extent) {
    canvas.fill(Rectangle(Point(0, 0), extent), canvas.style.background)
    block.draw(on: canvas, at: Point(canvas.style.margin, canvas.style.margin))
  }

  private func page(
    _ style: Style, _ makeSurface: (UnsafeMutableRawPointer, Extent) -> OpaquePointer?
  ) throws(FigureError) -> [UInt8] {
    let extent = pageExtent(content, style)
    let sink = ByteSink()
    guard let surface = makeSurface(Unmanaged.passUnretained(sink).toOpaque(), extent) else {
      throw .drawing("no surface")
    }
    // Shadings that Cairo cannot write as vectors become pixels of this many to an inch.
    cairo_surface_set_fallback_resolution(surface, 300, 300)
    let canvas = Canvas(surface: surface, scale: 1, style: style)
    draw(content, on: canvas, extent)
    try canvas.finish()
    return withExtendedLifetime(sink) { sink.bytes }
  }

  private func pngBytes(_ style: Style, _ scale: Double) throws(FigureError) -> [UInt8] {
    let (surface, canvas) = try pixels(of: content, style, scale)
    let sink = ByteSink()
    let status = cairo_surface_write_to_png_stream(surface, collect, Unmanaged.passUnretained(sink).toOpaque())
    guard status == CAIRO_STATUS_SUCCESS else { throw .drawing(String(cString: cairo_status_to_string(status))) }
    try canvas.finish()
    return withExtendedLifetime(sink) { sink.bytes }
  }

  /// A block drawn as pixels; the canvas owns the surface.
  func pixels(
    of block: any Block, _ style: Style, _ scale: Double
  ) throws(FigureError) -> (surface: OpaquePointer, canvas: Canvas) {
    let extent = pageExtent(block, style)
    guard
      let surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32((extent.width * scale).rounded()), Int32((extent.height * scale).rounded()))
    else { throw .drawing("no surface") }
    let canvas = Canvas(surface: surface, scale: scale, style: style)
    draw(block, on: canvas, Extent(extent.width + 1, extent.height + 1))
    cairo_surface_flush(surface)
    return (surface, canvas)
  }
}

/// Gathers what Cairo writes.
private final class ByteSink {
  var bytes: [UInt8] = []
}

private func collect(
  _ sink: UnsafeMutableRawPointer?, _ data: UnsafePointer<UInt8>?, _ count: UInt32
) -> cairo_status_t {
  guard let sink, let data else { return CAIRO_STATUS_WRITE_ERROR }
  Unmanaged<ByteSink>.fromOpaque(sink).takeUnretainedValue().bytes
    .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
  return CAIRO_STATUS_SUCCESS
}
