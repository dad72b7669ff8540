import CCairo

extension Canvas {
  /// Pixels of an embedded picture to a point: 216 dots an inch, enough for print at this size.
  private static let density = 3.0

  /// Draws a picture into a rectangle. Small pictures keep square, sharp pixels in every format.
  public func picture(_ raster: Raster, in rectangle: Rectangle) {
    guard raster.width > 0, raster.height > 0 else { return }
    let fitted = raster.fitted(
      columns: Int((rectangle.extent.width * Canvas.density).rounded(.up)),
      rows: Int((rectangle.extent.height * Canvas.density).rounded(.up)))
    let image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(fitted.width), Int32(fitted.height))
    defer { cairo_surface_destroy(image) }
    guard cairo_surface_status(image) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(image) else {
      return
    }
    cairo_surface_flush(image)
    let rowBytes = Int(cairo_image_surface_get_stride(image))
    for y in 0..<fitted.height {
      let row = UnsafeMutableRawPointer(data + y * rowBytes)
      for x in 0..<fitted.width {
        let from = 3 * (y * fitted.width + x)
        let pixel =
          UInt32(fitted.bytes[from]) << 16 | UInt32(fitted.bytes[from + 1]) << 8 | UInt32(fitted.bytes[from + 2])
        row.storeBytes(of: pixel, toByteOffset: 4 * x, as: UInt32.self)
      }
    }
    cairo_surface_mark_dirty(image)
    cairo_save(context)
    cairo_translate(context, rectangle.left, rectangle.top)
    cairo_scale(
      context, rectangle.extent.width / Double(fitted.width), rectangle.extent.height / Double(fitted.height))
    cairo_set_source_surface(context, image, 0, 0)
    let isEnlarged = raster.width < fitted.width || raster.height < fitted.height
    cairo_pattern_set_filter(cairo_get_source(context), isEnlarged ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD)
    // Beyond the edge the last pixel goes on, so that no light seam stands along the frame.
    cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD)
    cairo_rectangle(context, 0, 0, Double(fitted.width), Double(fitted.height))
    cairo_fill(context)
    cairo_restore(context)
  }
}
