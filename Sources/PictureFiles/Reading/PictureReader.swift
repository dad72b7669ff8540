import CImageCodecs
import ConvolutionCore
import SystemServices

/// Reads PNG and JPEG pictures: upright, opaque, as planes of 0…255.
public enum PictureReader {
  /// The colour or gray picture in the bytes of a file.
  public static func decode(_ bytes: [UInt8], options: PictureOptions = PictureOptions()) throws(ImageError) -> Picture
  {
    try decode(FileBytes(bytes), options: options)
  }

  /// The colour or gray picture in a file; `-` is standard input.
  public static func read(_ path: String, options: PictureOptions = PictureOptions()) throws(ImageError) -> Picture {
    try decode(contents(path), options: options)
  }

  /// The colour or gray picture in the bytes of a file.
  public static func decode(_ bytes: FileBytes, options: PictureOptions = PictureOptions()) throws(ImageError)
    -> Picture
  {
    let source = try RowSource(bytes, luma: false, options: options)
    return Picture(
      channels: try planes(source, options, .channels), storedDepth: Int(source.layout.storedDepth))
  }

  /// One plane of gray from the bytes of a file; a colour JPEG under `rec601` is decoded straight to gray.
  public static func decodeGray(
    _ bytes: FileBytes, _ conversion: GrayConversion = .rec601, options: PictureOptions = PictureOptions()
  ) throws(ImageError) -> Plane {
    let source = try RowSource(bytes, luma: conversion == .rec601, options: options)
    return try planes(source, options, .gray(conversion))[0]
  }

  /// One plane of gray from a file; `-` is standard input.
  public static func readGray(
    _ path: String, _ conversion: GrayConversion = .rec601, options: PictureOptions = PictureOptions()
  ) throws(ImageError) -> Plane {
    try decodeGray(contents(path), conversion, options: options)
  }

  static func contents(_ path: String) throws(ImageError) -> FileBytes {
    do throws(FileError) {
      return try FileBytes(path: path)
    } catch {
      throw .file(error)
    }
  }

  private enum Target {
    case channels
    case gray(GrayConversion)
  }

  private static func planes(
    _ source: RowSource, _ options: PictureOptions, _ target: Target
  ) throws(ImageError) -> [Plane] {
    if source.layout.depth == 16 {
      try planes(source, options, target, of: UInt16.self)
    } else {
      try planes(source, options, target, of: UInt8.self)
    }
  }

  private static func planes<Sample: PictureSample>(
    _ source: RowSource, _ options: PictureOptions, _ target: Target, of sample: Sample.Type
  ) throws(ImageError) -> [Plane] {
    let flattening = RowFlattening(source.layout, background: options.background)
    let (width, height) = (source.width, source.height)
    var planeCount = flattening.channels
    var conversion = GrayConversion.rec601
    if case .gray(let chosen) = target {
      planeCount = 1
      conversion = chosen
    }
    let upright =
      source.orientation.exchangesAxes ? Size(width: height, height: width) : Size(width: width, height: height)
    let steps = source.orientation.steps(width: width, height: height)
    var planes = (0..<planeCount).map { _ in Plane(width: upright.width, height: upright.height) }

    // An interlaced picture arrives as a whole, any other a few rows at a time.
    let batch = source.layout.interlaced ? height : min(height, 16)
    let delivered = UnsafeMutableRawPointer.allocate(byteCount: source.rowBytes * batch, alignment: 64)
    defer { delivered.deallocate() }
    let flat = UnsafeMutablePointer<Sample>.allocate(capacity: width * 3)
    defer { flat.deallocate() }
    while source.row < height {
      let first = source.row
      let count = min(batch, height - first)
      try source.read(count, into: delivered, stride: source.rowBytes)
      for y in 0..<count {
        let row = (delivered + y * source.rowBytes).assumingMemoryBound(to: Sample.self)
        flattening.flatten(width, from: row, to: flat)
        let start = steps.offset + (first + y) * steps.row
        if planeCount == 1 && flattening.channels == 3 {
          for x in 0..<width {
            planes[0].values[start + x * steps.column] =
              Sample.gray(flat[3 * x], flat[3 * x + 1], flat[3 * x + 2], conversion)
          }
        } else {
          for channel in 0..<planeCount {
            for x in 0..<width {
              planes[channel].values[start + x * steps.column] = flat[planeCount * x + channel].level
            }
          }
        }
      }
    }
    return planes
  }
}

extension Picture {
  /// The picture as one plane; a gray picture stays as it is.
  ///
  /// From channels of 8 bits the result is rounded to whole levels, of 16 bits it keeps its fraction.
  public func gray(_ conversion: GrayConversion = .rec601) -> Plane {
    guard channels.count == 3 else { return channels[0] }
    let weights = conversion.weights
    let whole = storedDepth <= 8
    var plane = channels[0]
    for index in plane.values.indices {
      let sum =
        Double(weights.red) * Double(channels[0].values[index])
        + Double(weights.green) * Double(channels[1].values[index])
        + Double(weights.blue) * Double(channels[2].values[index])
      plane.values[index] = Float(whole ? ((sum + 32768) / 65536).rounded(.down) : sum / 65536)
    }
    return plane
  }
}
