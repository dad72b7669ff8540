import ConvolutionCore

extension PNGWriter {
  /// Writes a whole picture of given samples, row by row without gaps.
  public static func write(
    _ samples: [UInt8], width: Int, height: Int, format: PixelFormat, to path: String,
    compression: Compression = .balanced
  ) throws(ImageError) {
    let writer = try PNGWriter(path, width: width, height: height, format: format, compression: compression)
    try samples.withRows { rows throws(ImageError) in try writer.write(rows: rows) }
    try writer.finish()
  }

  /// Writes a map as a gray picture of 8 or 16 bits.
  public static func write(
    _ map: Plane, display: Display = .clamp, depth: Int = 8, to path: String, compression: Compression = .balanced
  ) throws(ImageError) {
    precondition(depth == 8 || depth == 16, "8 or 16 bits")
    let format = depth == 16 ? PixelFormat.gray16 : .gray8
    let writer = try PNGWriter(path, width: map.width, height: map.height, format: format, compression: compression)
    if depth == 16 {
      try display.samples16(map).withRows { rows throws(ImageError) in try writer.write(rows: rows) }
    } else {
      try display.samples8(map).withRows { rows throws(ImageError) in try writer.write(rows: rows) }
    }
    try writer.finish()
  }

  /// Writes a colour or gray picture with 8 bits a sample, clamped.
  public static func write(
    _ picture: Picture, to path: String, compression: Compression = .balanced
  ) throws(ImageError) {
    guard !picture.isGray else { return try write(picture.channels[0], to: path, compression: compression) }
    let planes = picture.channels.map { Display.clamp.samples8($0) }
    var samples = [UInt8](repeating: 0, count: 3 * planes[0].count)
    for (channel, plane) in planes.enumerated() {
      for (index, value) in plane.enumerated() { samples[3 * index + channel] = value }
    }
    try write(
      samples, width: picture.width, height: picture.height, format: .rgb8, to: path, compression: compression)
  }
}

extension Array {
  /// The elements' bytes, with a typed error.
  func withRows(_ body: (UnsafeRawBufferPointer) throws(ImageError) -> Void) throws(ImageError) {
    let failure = withUnsafeBytes { bytes -> ImageError? in
      do throws(ImageError) {
        try body(bytes)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }
}
