import CCairo
import CGIF

extension Figure {
  /// The frames as an endless GIF of one palette; from the second frame on, only the rectangle that changes is stored.
  func gifBytes(_ style: Style, _ scale: Double) throws(FigureError) -> [UInt8] {
    guard !frames.isEmpty else { throw .notAnimated(name: title) }
    var pictures: [[UInt32]] = []
    var (width, height) = (0, 0)
    for frame in frames {
      let (surface, canvas) = try pixels(of: frame, style, scale)
      width = Int(cairo_image_surface_get_width(surface))
      height = Int(cairo_image_surface_get_height(surface))
      pictures.append(try canvas.pixels(of: surface, width, height))
      try canvas.finish()
    }
    let size = width * height
    guard pictures.allSatisfy({ $0.count == size }) else { throw .drawing("frames of different sizes") }
    let palette = Palette(of: pictures)
    let writer = try GIFWriter(width: width, height: height, palette: palette.colours)
    for (index, picture) in pictures.enumerated() {
      let box =
        index == 0 ? (left: 0, top: 0, width: width, height: height) : changes(pictures[index - 1], picture, width)
      var rows: [UInt8] = []
      rows.reserveCapacity(box.width * box.height)
      for y in box.top..<box.top + box.height {
        for x in box.left..<box.left + box.width { rows.append(palette.index(of: picture[y * width + x])) }
      }
      let isLast = index == pictures.count - 1
      try writer.add(
        rows, left: box.left, top: box.top, width: box.width, height: box.height,
        // The last frame stands longer, so that its result can be read.
        delay: isLast ? frameDelay + 200 : frameDelay)
    }
    return try writer.finish()
  }

  /// The smallest rectangle that holds every pixel that differs; one pixel where none does.
  private func changes(
    _ before: [UInt32], _ after: [UInt32], _ width: Int
  ) -> (left: Int, top: Int, width: Int, height: Int) {
    var (left, right, top, bottom) = (width, -1, -1, 0)
    for index in after.indices where before[index] != after[index] {
      let (x, y) = (index % width, index / width)
      left = min(left, x)
      right = max(right, x)
      if top < 0 { top = y }
      bottom = y
    }
    return top < 0 ? (0, 0, 1, 1) : (left, top, right - left + 1, bottom - top + 1)
  }
}

extension Canvas {
  /// The pixels of an image surface as 0xRRGGBB.
  func pixels(of surface: OpaquePointer, _ width: Int, _ height: Int) throws(FigureError) -> [UInt32] {
    guard let data = cairo_image_surface_get_data(surface) else { throw .drawing("no pixels") }
    let rowBytes = Int(cairo_image_surface_get_stride(surface))
    var result: [UInt32] = []
    result.reserveCapacity(width * height)
    for y in 0..<height {
      let row = UnsafeRawPointer(data + y * rowBytes)
      for x in 0..<width { result.append(row.load(fromByteOffset: 4 * x, as: UInt32.self) & 0xFFFFFF) }
    }
    return result
  }
}
