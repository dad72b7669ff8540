// The one EXIF fact that matters to pixels: the orientation. Anything malformed counts as not said, as elsewhere.
// Source: Exif 2.32, sections 4.5 and 4.6.

extension Orientation {
  /// Tag 274 of the first image directory of a TIFF structure, before which `Exif` may stand.
  init?(exif block: [UInt8]) {
    var bytes = block[...]
    // As JPEG has it; some programs put the same into PNG's eXIf.
    if bytes.starts(with: Array("Exif".utf8)) { bytes = bytes.dropFirst(6) }
    guard let directory = TIFFDirectory(Array(bytes)), let value = directory.number(274) else { return nil }
    self.init(rawValue: value)
  }
}

/// The numbers in the first directory of a TIFF structure.
private struct TIFFDirectory {
  private let bytes: [UInt8]
  private let isLittle: Bool
  private let start: Int
  private let count: Int

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 8, bytes[0] == bytes[1], bytes[0] == UInt8(ascii: "I") || bytes[0] == UInt8(ascii: "M")
    else { return nil }
    self.bytes = bytes
    isLittle = bytes[0] == UInt8(ascii: "I")
    start = TIFFDirectory.number(bytes, 4, 4, isLittle) + 2
    guard TIFFDirectory.number(bytes, 2, 2, isLittle) == 42, start <= bytes.count else { return nil }
    count = TIFFDirectory.number(bytes, start - 2, 2, isLittle)
  }

  /// The first value of a tag, whatever whole-number type it has.
  func number(_ tag: Int) -> Int? {
    for entry in 0..<count {
      let offset = start + entry * 12
      guard offset + 12 <= bytes.count else { return nil }
      guard TIFFDirectory.number(bytes, offset, 2, isLittle) == tag,
        TIFFDirectory.number(bytes, offset + 4, 4, isLittle) > 0
      else { continue }
      // Bytes, 16-bit and 32-bit numbers stand at the start of the value field in either byte order.
      switch TIFFDirectory.number(bytes, offset + 2, 2, isLittle) {
      case 1, 6, 7: return TIFFDirectory.number(bytes, offset + 8, 1, isLittle)
      case 3, 8: return TIFFDirectory.number(bytes, offset + 8, 2, isLittle)
      case 4, 9: return TIFFDirectory.number(bytes, offset + 8, 4, isLittle)
      default: return nil
      }
    }
    return nil
  }

  private static func number(_ bytes: [UInt8], _ offset: Int, _ size: Int, _ isLittle: Bool) -> Int {
    (0..<size).reduce(0) { $0 << 8 | Int(bytes[offset + (isLittle ? size - 1 - $1 : $1)]) }
  }
}
