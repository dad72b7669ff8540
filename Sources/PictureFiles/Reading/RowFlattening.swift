import CImageCodecs

/// From the samples a decoder delivers to opaque gray or RGB: alpha laid on a background, CMYK to RGB.
struct RowFlattening {
  /// What becomes of a pixel's samples.
  private enum Step {
    case keep
    case grayAlpha
    case grayAlphaOnColour
    case colourAlpha
    case cmyk
  }

  private let step: Step
  private let background: RGB
  /// Channels of a flat row: 1 or 3.
  let channels: Int

  init(_ layout: PictureLayout, background: RGB) {
    self.background = background
    switch (layout.channels, layout.cmyk) {
    case (2, _): step = background.isGray ? .grayAlpha : .grayAlphaOnColour
    case (4, true): step = .cmyk
    case (4, false): step = .colourAlpha
    default: step = .keep
    }
    channels = layout.channels == 1 || (layout.channels == 2 && background.isGray) ? 1 : 3
  }

  /// True when delivered rows are flat already.
  var isIdentity: Bool {
    if case .keep = step { return true }
    return false
  }

  /// Flattens one row of `width` pixels; `from` and `to` may be the same memory unless a channel is added.
  func flatten<Sample: PictureSample>(
    _ width: Int, from: UnsafePointer<Sample>, to: UnsafeMutablePointer<Sample>
  ) {
    let red = Sample(level: background.red)
    let green = Sample(level: background.green)
    let blue = Sample(level: background.blue)
    switch step {
    case .keep:
      to.update(from: from, count: width * channels)
    case .grayAlpha:
      for x in 0..<width { to[x] = from[2 * x].laid(on: red, alpha: from[2 * x + 1]) }
    case .grayAlphaOnColour:
      for x in 0..<width {
        let (gray, alpha) = (from[2 * x], from[2 * x + 1])
        to[3 * x] = gray.laid(on: red, alpha: alpha)
        to[3 * x + 1] = gray.laid(on: green, alpha: alpha)
        to[3 * x + 2] = gray.laid(on: blue, alpha: alpha)
      }
    case .colourAlpha:
      for x in 0..<width {
        let alpha = from[4 * x + 3]
        to[3 * x] = from[4 * x].laid(on: red, alpha: alpha)
        to[3 * x + 1] = from[4 * x + 1].laid(on: green, alpha: alpha)
        to[3 * x + 2] = from[4 * x + 2].laid(on: blue, alpha: alpha)
      }
    case .cmyk:
      // 255 is no ink: a channel is light through its ink times light through the black.
      for x in 0..<width {
        let light = from[4 * x + 3]
        for channel in 0..<3 { to[3 * x + channel] = from[4 * x + channel].laid(on: 0, alpha: light) }
      }
    }
  }
}

/// A sample of 8 or 16 bits.
protocol PictureSample: FixedWidthInteger, UnsignedInteger {
  /// An 8-bit level on this sample's scale.
  init(level: UInt8)
  /// This sample over another: (self · alpha + under · (max − alpha)) / max, rounded.
  func laid(on under: Self, alpha: Self) -> Self
  /// On the scale 0…255.
  var level: Float { get }
  /// The gray of a colour on the scale 0…255.
  static func gray(_ red: Self, _ green: Self, _ blue: Self, _ conversion: GrayConversion) -> Float
}

extension UInt8: PictureSample {
  @inline(__always) init(level: UInt8) { self = level }

  @inline(__always) func laid(on under: UInt8, alpha: UInt8) -> UInt8 {
    UInt8(truncatingIfNeeded: (UInt32(self) &* UInt32(alpha) &+ UInt32(under) &* UInt32(255 &- alpha) &+ 127) / 255)
  }

  @inline(__always) var level: Float { Float(self) }

  @inline(__always)
  static func gray(_ red: UInt8, _ green: UInt8, _ blue: UInt8, _ conversion: GrayConversion) -> Float {
    Float(conversion.gray(red, green, blue))
  }
}

extension UInt16: PictureSample {
  @inline(__always) init(level: UInt8) { self = UInt16(level) &* 257 }

  @inline(__always) func laid(on under: UInt16, alpha: UInt16) -> UInt16 {
    let sum = UInt64(self) &* UInt64(alpha) &+ UInt64(under) &* UInt64(65535 &- alpha)
    return UInt16(truncatingIfNeeded: (sum &+ 32767) / 65535)
  }

  @inline(__always) var level: Float { Float(Double(self) / 257) }

  @inline(__always)
  static func gray(_ red: UInt16, _ green: UInt16, _ blue: UInt16, _ conversion: GrayConversion) -> Float {
    conversion.gray(red, green, blue)
  }
}
