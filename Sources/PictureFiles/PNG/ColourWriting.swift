import ConvolutionCore

extension PNGWriter {
  /// Writes three maps as the red, green and blue of a picture of 8 or 16 bits a sample, a few rows at a time.
  ///
  /// `stretch` and `signed` scale the three alike.
  public static func write(
    channels: [Plane], display: Display = .clamp, depth: Int = 8, to path: String,
    compression: Compression = .balanced
  ) throws(ImageError) {
    precondition(channels.count == 3 && (depth == 8 || depth == 16), "three channels of 8 or 16 bits")
    let (width, height) = (channels[0].width, channels[0].height)
    let (scale, offset) = display.mapping(channels)
    let writer = try PNGWriter(
      path, width: width, height: height, format: depth == 16 ? .rgb16 : .rgb8, compression: compression)
    var narrow = [UInt8](repeating: 0, count: depth == 8 ? 3 * width : 0)
    var wide = [UInt16](repeating: 0, count: depth == 16 ? 3 * width : 0)
    for y in 0..<height {
      for (channel, plane) in channels.enumerated() {
        let start = y * width
        if depth == 8 {
          for x in 0..<width { narrow[3 * x + channel] = display.sample8(plane.values[start + x], scale, offset) }
        } else {
          for x in 0..<width { wide[3 * x + channel] = display.sample16(plane.values[start + x], scale, offset) }
        }
      }
      if depth == 8 {
        try narrow.withRows { row throws(ImageError) in try writer.write(rows: row) }
      } else {
        try wide.withRows { row throws(ImageError) in try writer.write(rows: row) }
      }
    }
    try writer.finish()
  }
}
