import SystemServices

/// The rows of a picture, upright and opaque, top to bottom: decoded as they are asked for wherever the file's order of
/// rows allows it, so that memory does not grow with the picture's height.
///
/// Turned and interlaced pictures are decoded whole, to the bytes of their samples.
public final class PictureRows {
  /// Columns, upright.
  public let width: Int
  /// Rows, upright.
  public let height: Int
  /// Bits of a sample in the file.
  public let storedDepth: Int
  /// Rows read so far.
  public private(set) var row = 0

  private let source: RowSource
  let conversion: RowConversion
  /// A delivered row, or all of them when interlaced.
  private let delivered: LazyMemory
  /// A converted row.
  private let line: LazyMemory
  /// The whole upright picture, where rows cannot be taken one by one.
  private var whole: LazyMemory?

  /// Reads the header.
  public init(
    _ bytes: FileBytes, _ content: PictureContent, options: PictureOptions = PictureOptions()
  ) throws(ImageError) {
    source = try RowSource(bytes, content.jpeg, options: options)
    let turned = source.orientation.exchangesAxes
    width = turned ? source.height : source.width
    height = turned ? source.width : source.height
    storedDepth = Int(source.layout.storedDepth)
    let rows = source.layout.interlaced ? source.height : 1
    let (byteCount, overflows) = source.rowBytes.multipliedReportingOverflow(by: rows)
    guard !overflows, let conversion = RowConversion(source.layout, content, background: options.background),
      let delivered = LazyMemory(byteCount: byteCount),
      let line = LazyMemory(byteCount: max(source.width, source.height) * conversion.pixelBytes)
    else { throw .outOfMemory }
    self.conversion = conversion
    self.delivered = delivered
    self.line = line
  }

  /// Values of a pixel: 1 for a gray picture or content, 3 for colour, 4 for colour and gray.
  public var valueCount: Int { conversion.values }

  /// True when pixels have fractions of levels: pictures of 16 bits a sample.
  public var hasFractions: Bool { conversion.hasFractions }

  /// True when memory does not grow with the picture's height.
  public var isStreaming: Bool { source.orientation.keepsRowOrder && !source.layout.interlaced }

  /// True when the file stores the luma of its colours, which is then their gray under `rec601`.
  public var storesLuma: Bool { source.layout.storesLuma }

  /// What is wrong with a damaged picture that was kept; known when all rows are read.
  public var damage: PictureDamage? {
    source.damage.map { PictureDamage(error: $0, rows: source.endedRows ?? source.height, height: source.height) }
  }

  /// Reads the next `count` rows as levels 0…255, `width` of them for each row, each kind of value into a plane of its own.
  public func readLevels(_ count: Int, into planes: [UnsafeMutablePointer<Float>]) throws(ImageError) {
    precondition(planes.count == valueCount, "a plane for each value")
    for y in 0..<count {
      try read(1, into: line.start)
      let values = valueCount
      for (index, plane) in planes.enumerated() {
        let target = plane + y * width
        if hasFractions {
          let pixels = line.start.assumingMemoryBound(to: Float.self)
          for x in 0..<width { target[x] = pixels[values &* x &+ index] }
        } else {
          let pixels = line.start.assumingMemoryBound(to: UInt8.self)
          for x in 0..<width { target[x] = Float(pixels[values &* x &+ index]) }
        }
      }
    }
  }

  /// Reads the next `count` rows without a gap: bytes, or where ``hasFractions`` is true `Float`.
  func read(_ count: Int, into rows: UnsafeMutableRawPointer) throws(ImageError) {
    precondition(count <= height - row, "no rows behind the last")
    if isStreaming {
      try stream(count, into: rows)
    } else {
      let rowBytes = width * conversion.pixelBytes
      rows.copyMemory(from: try decodedWhole().start + row * rowBytes, byteCount: count * rowBytes)
    }
    row += count
  }

  private func stream(_ count: Int, into rows: UnsafeMutableRawPointer) throws(ImageError) {
    let rowBytes = width * conversion.pixelBytes
    if conversion.isIdentity && source.orientation == .upright {
      let there = try source.read(count, into: rows, stride: rowBytes)
      for y in there..<max(there, count) { conversion.fill(width, rows + y * rowBytes) }
      return
    }
    for y in 0..<count {
      let target = rows + y * rowBytes
      try decodeRow(into: target)
      if source.orientation == .mirrored { mirror(target) }
    }
  }

  /// The next stored row, converted.
  private func decodeRow(into target: UnsafeMutableRawPointer) throws(ImageError) {
    if try source.read(1, into: delivered.start, stride: source.rowBytes) == 1 {
      conversion.convert(source.width, from: delivered.start, to: target)
    } else {
      conversion.fill(source.width, target)
    }
  }

  private func mirror(_ row: UnsafeMutableRawPointer) {
    let size = conversion.pixelBytes
    let bytes = row.assumingMemoryBound(to: UInt8.self)
    var (left, right) = (0, width - 1)
    while left < right {
      for offset in 0..<size { swapBytes(bytes, left &* size &+ offset, right &* size &+ offset) }
      left += 1
      right -= 1
    }
  }

  @inline(__always)
  private func swapBytes(_ bytes: UnsafeMutablePointer<UInt8>, _ first: Int, _ second: Int) {
    let byte = bytes[first]
    bytes[first] = bytes[second]
    bytes[second] = byte
  }

  private func decodedWhole() throws(ImageError) -> LazyMemory {
    if let whole { return whole }
    let size = conversion.pixelBytes
    let (byteCount, overflows) = (width * height).multipliedReportingOverflow(by: size)
    guard !overflows, let picture = LazyMemory(byteCount: byteCount) else { throw .outOfMemory }
    let line = self.line.start
    let steps = source.orientation.steps(width: source.width, height: source.height)
    var there = source.height
    let isInterlaced = source.layout.interlaced
    if isInterlaced { there = try source.read(source.height, into: delivered.start, stride: source.rowBytes) }
    for y in 0..<source.height {
      if !isInterlaced {
        try decodeRow(into: line)
      } else if y < there {
        conversion.convert(source.width, from: delivered.start + y * source.rowBytes, to: line)
      } else {
        conversion.fill(source.width, line)
      }
      var place = (steps.offset + y * steps.row) * size
      if size == 1 {
        let (target, pixels) = (
          picture.start.assumingMemoryBound(to: UInt8.self), line.assumingMemoryBound(to: UInt8.self)
        )
        for x in 0..<source.width {
          target[place] = pixels[x]
          place &+= steps.column
        }
      } else {
        for x in 0..<source.width {
          (picture.start + place).copyMemory(from: line + x &* size, byteCount: size)
          place &+= steps.column &* size
        }
      }
    }
    whole = picture
    return picture
  }
}

/// What was missing in a damaged picture of which the rest was taken.
public struct PictureDamage: Sendable, Equatable {
  /// What would have refused it.
  public let error: ImageError
  /// Stored rows that hold something; the others are the background.
  public let rows: Int
  /// Stored rows.
  public let height: Int
}
