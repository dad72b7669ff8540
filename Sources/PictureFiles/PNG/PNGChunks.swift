import CZlib

/// The framing of PNG: signature, and chunks of length, type, data and CRC. PNG third edition, section 5.
enum PNGChunks {
  /// Signature, IHDR, and a tEXt that says which program has written the file.
  static func head(width: Int, height: Int, format: PixelFormat) -> [UInt8] {
    var data = bigEndian(UInt32(width)) + bigEndian(UInt32(height))
    data += [UInt8(format.depth), format.colourType, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", data) + mark
  }

  /// PNG third edition, section 11.3.3: keyword, zero, text.
  static let mark = chunk("tEXt", Array("Software\u{0}cnnlab".utf8))

  /// IEND.
  static var tail: [UInt8] { chunk("IEND", []) }

  /// A whole chunk.
  static func chunk(_ type: StaticString, _ data: [UInt8]) -> [UInt8] {
    var body = name(type)
    body += data
    let check = body.withUnsafeBytes { crc32_z(0, $0.bindMemory(to: UInt8.self).baseAddress, $0.count) }
    return bigEndian(UInt32(data.count)) + body + bigEndian(UInt32(check))
  }

  /// The four bytes of a chunk type.
  static func name(_ type: StaticString) -> [UInt8] {
    type.withUTF8Buffer { Array($0) }
  }

  static func bigEndian(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }
}
