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
    let rows = try PictureRows(bytes, .colourAndGray(.rec601), options: options)
    var planes = try planes(rows)
    let gray = planes.count == 4 ? planes.removeLast() : nil
    return Picture(channels: planes, luma: rows.storesLuma ? gray : nil, storedDepth: rows.storedDepth)
  }

  /// The channels of a picture alone: gray, or red, green and blue.
  public static func decodeChannels(
    _ bytes: FileBytes, options: PictureOptions = PictureOptions()
  ) throws(ImageError) -> (channels: [Plane], damage: PictureDamage?) {
    let rows = try PictureRows(bytes, .colour, options: options)
    return (try planes(rows), rows.damage)
  }

  /// One plane of gray from the bytes of a file.
  public static func decodeGray(
    _ bytes: FileBytes, _ conversion: GrayConversion = .rec601, options: PictureOptions = PictureOptions()
  ) throws(ImageError) -> Plane {
    try decodeGrayWithDamage(bytes, conversion, options: options).plane
  }

  /// One plane of gray from the bytes of a file, and what was missing of a damaged picture.
  public static func decodeGrayWithDamage(
    _ bytes: FileBytes, _ conversion: GrayConversion = .rec601, options: PictureOptions = PictureOptions()
  ) throws(ImageError) -> (plane: Plane, damage: PictureDamage?) {
    let rows = try PictureRows(bytes, .gray(conversion), options: options)
    return (try planes(rows)[0], rows.damage)
  }

  /// One plane of gray from a file; `-` is standard input.
  public static func readGray(
    _ path: String, _ conversion: GrayConversion = .rec601, options: PictureOptions = PictureOptions()
  ) throws(ImageError) -> Plane {
    try decodeGray(contents(path), conversion, options: options)
  }

  /// The bytes of a file, as far as they are asked for; `-` is standard input.
  public static func contents(_ path: String) throws(ImageError) -> FileBytes {
    do throws(FileError) {
      return try FileBytes(path: path)
    } catch {
      throw .file(error)
    }
  }

  /// A plane for each value of the pixels. Memory is taken as rows arrive, so that a header alone costs nothing.
  private static func planes(_ rows: PictureRows) throws(ImageError) -> [Plane] {
    let count = rows.width * rows.height
    guard memoryIsAvailable(rows.valueCount * count * 4) else { throw .outOfMemory }
    var storage: [[Float]] = []
    if let failure = fill(rows, valueCount: rows.valueCount, pixelCount: count, planes: [], into: &storage) {
      throw failure
    }
    return storage.map { Plane(width: rows.width, height: rows.height, values: $0) }
  }

  /// Makes arrays within one another, whose memory is all there when the rows are read into it.
  private static func fill(
    _ rows: PictureRows, valueCount: Int, pixelCount: Int, planes: [UnsafeMutablePointer<Float>],
    into storage: inout [[Float]]
  ) -> ImageError? {
    guard planes.count < valueCount else {
      do throws(ImageError) {
        try rows.readLevels(rows.height, into: planes)
        return nil
      } catch {
        return error
      }
    }
    var failure: ImageError?
    let plane = [Float](unsafeUninitializedCapacity: pixelCount) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      failure = fill(rows, valueCount: valueCount, pixelCount: pixelCount, planes: planes + [start], into: &storage)
      count = failure == nil ? pixelCount : 0
    }
    storage.insert(plane, at: 0)
    return failure
  }
}

extension Picture {
  /// The picture as one plane; a gray picture stays as it is.
  ///
  /// Where the file stored the luma of its colours, that is their gray under `rec601`. From channels of 8 bits the result
  /// is rounded to whole levels, of 16 bits it keeps its fraction.
  public func gray(_ conversion: GrayConversion = .rec601) -> Plane {
    guard channels.count == 3 else { return channels[0] }
    if conversion == .rec601, let luma { return luma }
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
