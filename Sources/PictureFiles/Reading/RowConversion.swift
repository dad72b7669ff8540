import CImageCodecs
import SystemServices

/// What is wanted of a picture's pixels.
public enum PictureContent: Sendable, Equatable {
  /// One gray value a pixel.
  case gray(GrayConversion)
  /// Gray, or red, green and blue.
  case colour
  /// Gray, or red, green, blue and their gray.
  case colourAndGray(GrayConversion)

  /// What a JPEG decoder is asked for: where luma is stored, it is the gray of `rec601`.
  var jpeg: JPEGContent {
    switch self {
    case .gray(.rec601): jpegLuma
    case .colourAndGray(.rec601): jpegLumaAndColour
    default: jpegColour
    }
  }
}

/// From a row as a decoder delivers it to pixels of the wanted content: bytes, or from 16-bit samples `Float` levels,
/// the values of a pixel side by side.
struct RowConversion {
  /// Values of a pixel: 1 gray, 3 colour, 4 colour and gray.
  let values: Int
  /// True for pictures of 16 bits a sample.
  let hasFractions: Bool
  private let content: PictureContent
  private let flattening: RowFlattening
  private let background: RGB
  private let isYCC: Bool
  private let scratch: LazyMemory

  /// Nil without memory.
  init?(_ layout: PictureLayout, _ content: PictureContent, background: RGB) {
    guard let scratch = LazyMemory(byteCount: Int(layout.width) * 3 * Int(layout.depth / 8)) else { return nil }
    self.scratch = scratch
    self.content = content
    self.background = background
    flattening = RowFlattening(layout, background: background)
    hasFractions = layout.depth == 16
    isYCC = layout.ycc
    switch content {
    case .gray: values = 1
    case .colour: values = flattening.channels
    case .colourAndGray: values = flattening.channels == 1 ? 1 : 4
    }
  }

  /// Bytes of a converted pixel.
  var pixelBytes: Int { values * (hasFractions ? 4 : 1) }

  /// True when a delivered row is wanted as it is.
  var isIdentity: Bool {
    flattening.isIdentity && !hasFractions && !isYCC && flattening.channels == values
  }

  /// One row of `count` pixels.
  func convert(_ count: Int, from row: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
    if hasFractions {
      convertFractions(count, row.assumingMemoryBound(to: UInt16.self), target.assumingMemoryBound(to: Float.self))
    } else {
      convertBytes(count, row.assumingMemoryBound(to: UInt8.self), target.assumingMemoryBound(to: UInt8.self))
    }
  }

  /// A row that is not there: the background.
  func fill(_ count: Int, _ target: UnsafeMutableRawPointer) {
    let (red, green, blue) = (background.red, background.green, background.blue)
    let gray: UInt8
    switch content {
    case .gray(let conversion), .colourAndGray(let conversion): gray = conversion.gray(red, green, blue)
    case .colour: gray = GrayConversion.rec601.gray(red, green, blue)
    }
    let pixel = values == 1 ? [gray] : Array([red, green, blue, gray].prefix(values))
    for x in 0..<count {
      for (index, value) in pixel.enumerated() {
        if hasFractions {
          target.assumingMemoryBound(to: Float.self)[values * x + index] = Float(value)
        } else {
          target.assumingMemoryBound(to: UInt8.self)[values * x + index] = value
        }
      }
    }
  }

  private func convertBytes(_ count: Int, _ row: UnsafePointer<UInt8>, _ target: UnsafeMutablePointer<UInt8>) {
    if flattening.channels == 1 { return flattening.flatten(count, from: row, to: target) }
    if case .colour = content { return flattening.flatten(count, from: row, to: target) }
    if isYCC { return YCCConversion.shared.convertWithLuma(row, count: count, into: target) }
    var flat = row
    if !flattening.isIdentity {
      let opaque = scratch.start.assumingMemoryBound(to: UInt8.self)
      flattening.flatten(count, from: row, to: opaque)
      flat = UnsafePointer(opaque)
    }
    switch content {
    case .gray(let conversion): conversion.convert(flat, count: count, into: target)
    case .colour: break
    case .colourAndGray(let conversion):
      for x in 0..<count {
        let (red, green, blue) = (flat[3 &* x], flat[3 &* x &+ 1], flat[3 &* x &+ 2])
        target[4 &* x] = red
        target[4 &* x &+ 1] = green
        target[4 &* x &+ 2] = blue
        target[4 &* x &+ 3] = conversion.gray(red, green, blue)
      }
    }
  }

  private func convertFractions(_ count: Int, _ row: UnsafePointer<UInt16>, _ target: UnsafeMutablePointer<Float>) {
    let flat = scratch.start.assumingMemoryBound(to: UInt16.self)
    flattening.flatten(count, from: row, to: flat)
    if flattening.channels == 1 {
      for x in 0..<count { target[x] = flat[x].level }
      return
    }
    for x in 0..<count {
      let (red, green, blue) = (flat[3 &* x], flat[3 &* x &+ 1], flat[3 &* x &+ 2])
      switch content {
      case .gray(let conversion): target[x] = conversion.gray(red, green, blue)
      case .colour, .colourAndGray:
        target[values &* x] = red.level
        target[values &* x &+ 1] = green.level
        target[values &* x &+ 2] = blue.level
      }
      if case .colourAndGray(let conversion) = content { target[4 &* x &+ 3] = conversion.gray(red, green, blue) }
    }
  }
}
