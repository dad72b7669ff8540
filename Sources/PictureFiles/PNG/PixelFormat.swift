/// The pixels that ``PNGWriter`` takes.
public enum PixelFormat: Sendable, Equatable, CaseIterable {
  /// One byte a pixel.
  case gray8
  /// One 16-bit number a pixel, in the machine's byte order.
  case gray16
  /// Red, green, blue: a byte each.
  case rgb8
  /// Red, green, blue: a 16-bit number each, in the machine's byte order.
  case rgb16
  /// Red, green, blue, alpha, not premultiplied: a byte each.
  case rgba8

  /// Bytes of a pixel.
  public var bytesPerPixel: Int {
    switch self {
    case .gray8: 1
    case .gray16: 2
    case .rgb8: 3
    case .rgb16: 6
    case .rgba8: 4
    }
  }

  /// Bits of a sample.
  public var depth: Int { self == .gray16 || self == .rgb16 ? 16 : 8 }

  /// PNG's colour type.
  var colourType: UInt8 {
    switch self {
    case .gray8, .gray16: 0
    case .rgb8, .rgb16: 2
    case .rgba8: 6
    }
  }
}
