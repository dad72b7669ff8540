import SystemServices

/// Rows of 8-bit samples, upright, top to bottom, the channels of a row one behind the other.
public protocol ByteRowReader: AnyObject {
  /// Columns, upright.
  var width: Int { get }
  /// Rows, upright.
  var height: Int { get }
  /// 1 gray, or 3 red, green and blue.
  var channels: Int { get }
  /// Rows read so far.
  var row: Int { get }
  /// What is wrong with a damaged picture that was kept; known when all rows are read.
  var damage: PictureDamage? { get }
  /// Reads the next `count` rows, `channels` times `width` bytes each.
  func read(_ count: Int, into rows: UnsafeMutablePointer<UInt8>) throws(ImageError)
}

/// The rows of a picture as 8-bit red, green and blue, each row as three of one channel; see ``PictureRows``.
public final class ColourRowReader: ByteRowReader {
  private let rows: PictureRows
  /// A row as it comes, the values of a pixel side by side.
  private let line: LazyMemory

  /// Reads the header; nil for a picture of 16 bits a sample, which has no 8-bit rows.
  public init?(_ bytes: FileBytes, options: PictureOptions = PictureOptions()) throws(ImageError) {
    rows = try PictureRows(bytes, .colour, options: options)
    if rows.hasFractions { return nil }
    guard let line = LazyMemory(byteCount: rows.width * rows.valueCount) else { throw .outOfMemory }
    self.line = line
  }

  /// Columns, upright.
  public var width: Int { rows.width }
  /// Rows, upright.
  public var height: Int { rows.height }
  /// 3, or 1 for a gray picture.
  public var channels: Int { rows.valueCount }
  /// Rows read so far.
  public var row: Int { rows.row }
  /// What is wrong with a damaged picture that was kept; known when all rows are read.
  public var damage: PictureDamage? { rows.damage }

  /// Reads the next `count` rows, `channels` times `width` bytes each.
  public func read(_ count: Int, into target: UnsafeMutablePointer<UInt8>) throws(ImageError) {
    if channels == 1 { return try rows.read(count, into: target) }
    let pixels = line.start.assumingMemoryBound(to: UInt8.self)
    for y in 0..<count {
      try rows.read(1, into: pixels)
      let red = target + y * 3 * width
      let (green, blue) = (red + width, red + 2 * width)
      for x in 0..<width {
        red[x] = pixels[3 &* x]
        green[x] = pixels[3 &* x &+ 1]
        blue[x] = pixels[3 &* x &+ 2]
      }
    }
  }
}
