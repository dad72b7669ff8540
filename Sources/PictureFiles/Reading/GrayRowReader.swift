import SystemServices

/// The rows of a picture as 8-bit gray, upright, top to bottom: see ``PictureRows``.
///
/// A colour JPEG under `rec601` is decoded straight to gray and a gray PNG is not converted at all.
public final class GrayRowReader: ByteRowReader {
  private let rows: PictureRows

  /// Reads the header; nil for a picture of 16 bits a sample, which has no 8-bit rows.
  public init?(
    _ bytes: FileBytes, _ conversion: GrayConversion = .rec601, options: PictureOptions = PictureOptions()
  ) throws(ImageError) {
    rows = try PictureRows(bytes, .gray(conversion), options: options)
    if rows.hasFractions { return nil }
  }

  /// Columns, upright.
  public var width: Int { rows.width }
  /// Rows, upright.
  public var height: Int { rows.height }
  /// 1.
  public var channels: Int { 1 }
  /// Rows read so far.
  public var row: Int { rows.row }
  /// True when memory does not grow with the picture's height.
  public var isStreaming: Bool { rows.isStreaming }
  /// What is wrong with a damaged picture that was kept; known when all rows are read.
  public var damage: PictureDamage? { rows.damage }

  /// Reads the next `count` rows into `rows`, `width` bytes each.
  public func read(_ count: Int, into target: UnsafeMutablePointer<UInt8>) throws(ImageError) {
    try rows.read(count, into: target)
  }
}

extension GrayConversion {
  /// RGB bytes to gray bytes.
  func convert(_ row: UnsafePointer<UInt8>, count: Int, into target: UnsafeMutablePointer<UInt8>) {
    let (r, g, b) = weights
    var x = 0
    while x < count {
      let pixel = row + 3 &* x
      let sum = UInt32(pixel[0]) &* r &+ UInt32(pixel[1]) &* g &+ UInt32(pixel[2]) &* b &+ 32768
      target[x] = UInt8(truncatingIfNeeded: sum &>> 16)
      x &+= 1
    }
  }
}
