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

  /// The largest array that is read: 1 GiB, more than twice what any published set of this format takes.
  static let sizeLimit = 1 << 30
  /// Deflate makes at best so many bytes of one.
  private static let deflateLimit = 1032

  /// Reads a file, gzipped or not, that must have `dimensionCount` dimensions.
  public init(path: String, dimensionCount: Int) throws(DatasetFileError) {
    let bytes: FileBytes
    do throws(FileError) { bytes = try FileBytes(path: path) } catch { throw .file(error) }
    try self.init(bytes, dimensionCount: dimensionCount, path: path)
  }

  /// Reads the bytes of a file, gzipped or not; `path` is named in errors.
  public init(_ bytes: [UInt8], dimensionCount: Int, path: String) throws(DatasetFileError) {
    try self.init(FileBytes(bytes), dimensionCount: dimensionCount, path: path)
  }

  private init(_ bytes: FileBytes, dimensionCount: Int, path: String) throws(DatasetFileError) {
    let file = try PackedFile(bytes, path: path)
    let headerSize = 4 + 4 * dimensionCount
    let header = try file.read(headerSize)
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
    try IDXArray.checkSize(size, dimensions, bytes.declaredSize, isGzip: file.isGzip, path)
    // One byte more than expected shows that there is too much without reading it all.
    var content = try file.read(elementCount + 1)
    guard content.count >= elementCount else {
      throw .truncated(path: path, dimensions: dimensions, expected: size, found: headerSize + content.count)
    }
    guard content.count == elementCount else {
      throw .oversized(path: path, dimensions: dimensions, expected: size)
    }
    content.removeLast(content.count - elementCount)
    elements = content
  }

  /// Refuses, before anything is read, what is too large or cannot be there.
  private static func checkSize(
    _ size: Int, _ dimensions: [Int], _ fileSize: Int?, isGzip: Bool, _ path: String
  ) throws(DatasetFileError) {
    if let fileSize {
      let (possible, overflows) = fileSize.multipliedReportingOverflow(by: isGzip ? deflateLimit : 1)
      // What is small is read to tell how much there is.
      if !overflows && possible < size {
        guard isGzip && possible > 1 << 20 else {
          if isGzip { return }
          throw .truncated(path: path, dimensions: dimensions, expected: size, found: fileSize)
        }
        throw .gzipTooSmall(path: path, dimensions: dimensions, expected: size, found: fileSize)
      }
    }
    guard size <= sizeLimit else { throw .tooLarge(path: path, dimensions: dimensions, limit: sizeLimit) }
  }
}
