import SystemServices

/// An array of unsigned bytes in the IDX format, as MNIST's four files are.
///
/// Two zero bytes, the element type (08: unsigned byte), the number of dimensions, each dimension as a big-endian
/// 32-bit number, then the elements row by row. Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of
/// handwritten digits".
public struct IDXArray: Sendable, Equatable {
  /// The sizes, the slowest first: count, rows, columns for pictures; count for labels.
  public let dimensions: [Int]
  /// The elements.
  public let elements: [UInt8]

  /// Reads a file, gzipped or not, that must have `dimensionCount` dimensions.
  public init(path: String, dimensionCount: Int) throws(DatasetFileError) {
    let bytes: [UInt8]
    do { bytes = try readFile(path) } catch { throw .file(error) }
    try self.init(bytes, dimensionCount: dimensionCount, path: path)
  }

  /// Reads the bytes of a file, gzipped or not; `path` is named in errors.
  public init(_ bytes: [UInt8], dimensionCount: Int, path: String) throws(DatasetFileError) {
    let headerSize = 4 + 4 * dimensionCount
    let compressed = isGzip(bytes)
    let header = compressed ? try gunzip(bytes, limit: headerSize, path: path) : Array(bytes.prefix(headerSize))
    guard header.count >= 4, header[0] == 0, header[1] == 0 else {
      throw .notIDX(path: path, magic: Array(header.prefix(4)))
    }
    guard header[2] == 0x08 else { throw .idxElementType(path: path, found: header[2]) }
    guard Int(header[3]) == dimensionCount else {
      throw .idxDimensions(path: path, found: Int(header[3]), expected: dimensionCount)
    }
    guard header.count == headerSize else {
      throw .truncatedHeader(path: path, expected: headerSize, found: header.count)
    }
    dimensions = (0..<dimensionCount).map { index in
      header[(4 + 4 * index)..<(8 + 4 * index)].reduce(0) { $0 << 8 | Int($1) }
    }
    var size = headerSize
    var elementCount = 1
    for dimension in dimensions {
      let (product, overflow) = elementCount.multipliedReportingOverflow(by: dimension)
      guard !overflow && product < Int.max - headerSize else {
        throw .impossibleSize(path: path, dimensions: dimensions)
      }
      elementCount = product
    }
    size += elementCount
    // One byte more than expected shows that there is too much without reading it all.
    var content = compressed ? try gunzip(bytes, limit: size + 1, path: path) : bytes
    guard content.count >= size else {
      throw .truncated(path: path, dimensions: dimensions, expected: size, found: content.count)
    }
    guard content.count == size else {
      throw .oversized(path: path, dimensions: dimensions, expected: size)
    }
    content.removeSubrange(0..<headerSize)
    elements = content
  }
}
