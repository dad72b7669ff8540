import CImageCodecs
import SystemServices

/// The rows of a picture as 8-bit gray, upright, top to bottom: decoded as they are asked for wherever the file's order
/// of rows allows it.
///
/// A colour JPEG under `rec601` is decoded straight to gray and a gray PNG is not converted at all. Turned and interlaced
/// pictures are decoded whole, to one byte a pixel.
public final class GrayRowReader {
  /// Columns, upright.
  public let width: Int
  /// Rows, upright.
  public let height: Int
  /// Rows read so far.
  public private(set) var row = 0

  private let source: RowSource
  private let flattening: RowFlattening
  private let conversion: GrayConversion
  /// A delivered row, or all of them when interlaced, and the opaque row made of it.
  private let delivered: UnsafeMutablePointer<UInt8>
  private let flat: UnsafeMutablePointer<UInt8>
  /// The whole upright picture, where rows cannot be taken one by one.
  private var whole: UnsafeMutablePointer<UInt8>?

  /// Reads the header; nil for a picture of 16 bits a sample, which has no 8-bit rows.
  public init?(
    _ bytes: FileBytes, _ conversion: GrayConversion = .rec601, options: PictureOptions = PictureOptions()
  ) throws(ImageError) {
    source = try RowSource(bytes, luma: conversion == .rec601, options: options)
    flattening = RowFlattening(source.layout, background: options.background)
    self.conversion = conversion
    let turned = source.orientation.exchangesAxes
    width = turned ? source.height : source.width
    height = turned ? source.width : source.height
    guard source.layout.depth == 8 else { return nil }
    delivered = .allocate(capacity: source.rowBytes * (source.layout.interlaced ? source.height : 1))
    flat = .allocate(capacity: source.width * 3)
  }

  deinit {
    guard source.layout.depth == 8 else { return }
    delivered.deallocate()
    flat.deallocate()
    whole?.deallocate()
  }

  /// True when memory does not grow with the picture's height.
  public var isStreaming: Bool { source.orientation.keepsRowOrder && !source.layout.interlaced }

  /// Reads the next `count` rows into `rows`, `width` bytes each.
  public func read(_ count: Int, into rows: UnsafeMutablePointer<UInt8>) throws(ImageError) {
    precondition(count <= height - row, "no rows behind the last")
    if isStreaming {
      try stream(count, into: rows)
    } else {
      let picture = try decodedWhole()
      rows.update(from: picture + row * width, count: count * width)
    }
    row += count
  }

  private func stream(_ count: Int, into rows: UnsafeMutablePointer<UInt8>) throws(ImageError) {
    if source.orientation == .upright && flattening.isIdentity && flattening.channels == 1 {
      return try source.read(count, into: rows, stride: width)
    }
    for y in 0..<count {
      let target = rows + y * width
      try source.read(1, into: delivered, stride: source.rowBytes)
      convert(delivered, into: target)
      if source.orientation == .mirrored {
        var line = UnsafeMutableBufferPointer(start: target, count: width)
        line.reverse()
      }
    }
  }

  /// One delivered row to gray.
  private func convert(_ row: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>) {
    let count = source.width
    if flattening.channels == 1 { return flattening.flatten(count, from: row, to: target) }
    if flattening.isIdentity { return conversion.convert(row, count: count, into: target) }
    flattening.flatten(count, from: row, to: flat)
    conversion.convert(flat, count: count, into: target)
  }

  private func decodedWhole() throws(ImageError) -> UnsafeMutablePointer<UInt8> {
    if let whole { return whole }
    let picture = UnsafeMutablePointer<UInt8>.allocate(capacity: width * height)
    whole = picture
    let line = UnsafeMutablePointer<UInt8>.allocate(capacity: source.width)
    defer { line.deallocate() }
    let steps = source.orientation.steps(width: source.width, height: source.height)
    if source.layout.interlaced { try source.read(source.height, into: delivered, stride: source.rowBytes) }
    for y in 0..<source.height {
      if source.layout.interlaced {
        convert(delivered + y * source.rowBytes, into: line)
      } else {
        try source.read(1, into: delivered, stride: source.rowBytes)
        convert(delivered, into: line)
      }
      var place = steps.offset + y * steps.row
      for x in 0..<source.width {
        picture[place] = line[x]
        place &+= steps.column
      }
    }
    return picture
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
