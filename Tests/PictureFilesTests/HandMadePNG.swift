import CZlib

/// Small PNG files put together by hand, so that the reader is not tested by the writer alone.
enum HandMadePNG {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    let check = crc32(0, body, UInt32(body.count))
    return number(data.count) + body + number(Int(check))
  }

  static func number(_ value: Int) -> [UInt8] {
    [UInt8(value >> 24 & 255), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }

  static func header(width: Int, height: Int, depth: UInt8, colourType: UInt8, interlaced: Bool = false) -> [UInt8] {
    chunk("IHDR", number(width) + number(height) + [depth, colourType, 0, 0, interlaced ? 1 : 0])
  }

  /// zlib's stored blocks: what is compressed does not matter here.
  static func compressed(_ data: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: Int(compressBound(UInt(data.count))))
    var length = UInt(output.count)
    compress2(&output, &length, data, UInt(data.count), 0)
    return Array(output.prefix(Int(length)))
  }

  /// A picture of rows whose bytes start with their filter type.
  static func file(
    width: Int, height: Int, depth: UInt8, colourType: UInt8, before: [[UInt8]] = [], rows: [UInt8],
    interlaced: Bool = false
  ) -> [UInt8] {
    signature + header(width: width, height: height, depth: depth, colourType: colourType, interlaced: interlaced)
      + before.flatMap { $0 } + chunk("IDAT", compressed(rows)) + chunk("IEND", [])
  }

  /// An 8 × 6 gray ramp.
  static let ramp = file(
    width: 8, height: 6, depth: 8, colourType: 0,
    rows: (0..<6).flatMap { y in [0] + (0..<8).map { UInt8(y * 40 + $0) } })
}
