/// How a colour becomes one value. A gray picture stays as it is.
public enum GrayConversion: String, Sendable, CaseIterable {
  /// (19595 R + 38470 G + 7471 B + 32768) >> 16: ITU-R BT.601 luma, rounded as Pillow's `convert("L")` rounds it.
  ///
  /// A colour JPEG stores this luma, and it is taken as stored: the way through RGB would clip strong colours.
  case rec601
  /// (13933 R + 46871 G + 4732 B + 32768) >> 16: ITU-R BT.709 luma.
  case rec709
  /// (R + G + B) / 3, rounded.
  case average
  /// The red channel alone.
  case red
  /// The green channel alone.
  case green
  /// The blue channel alone.
  case blue

  /// The weights of red, green and blue in 65536ths.
  var weights: (red: UInt32, green: UInt32, blue: UInt32) {
    switch self {
    case .rec601: (19595, 38470, 7471)
    case .rec709: (13933, 46871, 4732)
    // 21846 + 21845 + 21845: off by less than 1/100 of a level, so that rounding is exact for 8 bits.
    case .average: (21845, 21846, 21845)
    case .red: (65536, 0, 0)
    case .green: (0, 65536, 0)
    case .blue: (0, 0, 65536)
    }
  }

  /// The gray of an 8-bit colour.
  @inline(__always)
  func gray(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let (r, g, b) = weights
    return UInt8(truncatingIfNeeded: (UInt32(red) &* r &+ UInt32(green) &* g &+ UInt32(blue) &* b &+ 32768) >> 16)
  }

  /// The gray of a 16-bit colour on the scale 0…255, with its fraction.
  @inline(__always)
  func gray(_ red: UInt16, _ green: UInt16, _ blue: UInt16) -> Float {
    let (r, g, b) = weights
    let sum = UInt64(red) &* UInt64(r) &+ UInt64(green) &* UInt64(g) &+ UInt64(blue) &* UInt64(b)
    return Float(Double(sum) / (65536 * 257))
  }
}
