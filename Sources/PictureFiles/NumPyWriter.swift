import ConvolutionCore
import SystemServices

/// Writes maps as NumPy arrays, format version 1.0: float32, little-endian, C order.
///
/// Source: NumPy Enhancement Proposal 1.
public enum NumPyWriter {
  /// The bytes of an array H×W of one map, or C×H×W of several of one size.
  public static func encode(_ maps: [Plane], stacked: Bool? = nil) -> [UInt8] {
    encode(maps, leading: stacked ?? (maps.count > 1) ? [maps.count] : [])
  }

  /// The bytes of an array whose last two sizes are those of the maps; `leading` are the ones before, the slowest first.
  public static func encode(_ maps: [Plane], leading: [Int]) -> [UInt8] {
    precondition(!maps.isEmpty && maps.allSatisfy { $0.size == maps[0].size }, "maps of one size")
    precondition(leading.reduce(1, *) == maps.count, "as many maps as the sizes say")
    let (height, width) = (maps[0].height, maps[0].width)
    var bytes = header(sizes: leading + [height, width])
    bytes.reserveCapacity(bytes.count + maps.count * height * width * 4)
    for map in maps {
      if 1.littleEndian == 1 {
        map.values.withUnsafeBytes { bytes.append(contentsOf: $0) }
      } else {
        for value in map.values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
      }
    }
    return bytes
  }

  /// What stands before the values.
  static func header(sizes: [Int]) -> [UInt8] {
    let shape = "(" + sizes.map { "\($0)" }.joined(separator: ", ") + ")"
    var header = Array("{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }".utf8)
    // Magic, version and length take 10 bytes; the data start at a multiple of 64.
    let padding = 64 - (10 + header.count + 1) % 64
    header += [UInt8](repeating: 0x20, count: padding % 64) + [0x0A]
    let bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    return bytes + [UInt8(header.count & 255), UInt8(header.count >> 8)] + header
  }

  /// Writes an array H×W of one map, or C×H×W of several of one size.
  public static func write(_ maps: [Plane], to path: String) throws(ImageError) {
    try writeWhole(encode(maps), to: path)
  }

  /// Writes an array of more sizes: see ``encode(_:leading:)``.
  public static func write(_ maps: [Plane], leading: [Int], to path: String) throws(ImageError) {
    try writeWhole(encode(maps, leading: leading), to: path)
  }
}

/// Writes a file at once, the system's refusal as an ``ImageError``.
func writeWhole(_ bytes: [UInt8], to path: String) throws(ImageError) {
  do throws(FileError) {
    try writeFile(path, bytes)
  } catch {
    throw .file(error)
  }
}
