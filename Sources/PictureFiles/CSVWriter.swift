import ConvolutionCore

/// Writes maps as comma-separated values: a line a row, an empty line between maps, and above each of several a comment
/// with its name, `# edge 3×3`.
public enum CSVWriter {
  /// The text of the maps; each number is the shortest that reads back as the same float32.
  public static func encode(_ maps: [Plane], names: [String] = []) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, map) in maps.enumerated() {
      if index > 0 { bytes.append(0x0A) }
      if index < names.count { bytes += Array("# \(names[index])\n".utf8) }
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
  public static func write(_ maps: [Plane], names: [String] = [], to path: String) throws(ImageError) {
    try writeWhole(encode(maps, names: names), to: path)
  }

  private static func append(_ value: Float, to bytes: inout [UInt8]) {
    if let whole = Int32(exactly: value) {
      bytes.append(contentsOf: String(whole).utf8)
    } else {
      bytes.append(contentsOf: value.description.utf8)
    }
  }
}
