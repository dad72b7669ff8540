import ConvolutionCore

/// Writes maps as comma-separated values: a line a row, an empty line between maps.
public enum CSVWriter {
  /// The text of the maps; each number is the shortest that reads back as the same float32.
  public static func encode(_ maps: [Plane]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, map) in maps.enumerated() {
      if index > 0 { bytes.append(0x0A) }
      for y in 0..<map.height {
        for x in 0..<map.width {
          if x > 0 { bytes.append(UInt8(ascii: ",")) }
          append(map[y, x], to: &bytes)
        }
        bytes.append(0x0A)
      }
    }
    return bytes
  }

  /// Writes the maps to a file.
  public static func write(_ maps: [Plane], to path: String) throws(ImageError) {
    try writeWhole(encode(maps), to: path)
  }

  private static func append(_ value: Float, to bytes: inout [UInt8]) {
    if let whole = Int32(exactly: value) {
      bytes.append(contentsOf: String(whole).utf8)
    } else {
      bytes.append(contentsOf: value.description.utf8)
    }
  }
}
