import CImageCodecs
import SystemServices

/// The rows of a PNG or JPEG file as the C decoders deliver them, top to bottom as stored.
final class RowSource {
  let format: ImageFormat
  let layout: PictureLayout
  let orientation: Orientation
  /// Rows delivered so far.
  private(set) var row = 0
  private let bytes: FileBytes
  private let decoder: Decoder
  /// Set for PNGs whose rows need no libpng.
  private let inflated: InflatedRows?

  private enum Decoder {
    case png(OpaquePointer)
    case jpeg(OpaquePointer)
  }

  /// Reads the header; `luma` asks a colour JPEG for its gray alone.
  init(_ bytes: FileBytes, luma: Bool, options: PictureOptions) throws(ImageError) {
    let buffer = bytes.buffer
    guard let start = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count > 0 else {
      throw .empty
    }
    guard let format = ImageFormat(firstBytes: buffer) else {
      throw .unknownFormat(beginning: Array(buffer.prefix(16)))
    }
    guard format.isSupported else { throw .unsupportedFormat(format) }
    if format == .png { try checkDeclaredSize(buffer, options) }

    let handle = format == .png ? pngDecoderCreate(start, buffer.count) : jpegDecoderCreate(start, buffer.count)
    guard let handle else { throw .outOfMemory }
    let decoder = format == .png ? Decoder.png(handle) : Decoder.jpeg(handle)
    self.format = format
    self.bytes = bytes
    self.decoder = decoder
    var layout = PictureLayout()
    let code =
      switch decoder {
      case .png(let handle): pngDecoderHeader(handle, &layout)
      case .jpeg(let handle): jpegDecoderHeader(handle, luma, &layout)
      }
    self.layout = layout
    let isPlain = format == .png && code == codecOK && layout.plain
    inflated =
      isPlain
      ? InflatedRows(buffer, rowBytes: Int(layout.width * layout.channels), pixel: Int(layout.channels)) : nil
    orientation = code == codecOK ? Orientation(of: buffer, format: format) : .upright
    if code == codecTruncated { throw .truncatedHeader(format) }
    try check(code)
    try checkPixels(Int(layout.width), Int(layout.height), options)
  }

  deinit {
    switch decoder {
    case .png(let handle): pngDecoderDestroy(handle)
    case .jpeg(let handle): jpegDecoderDestroy(handle)
    }
  }

  var width: Int { Int(layout.width) }
  var height: Int { Int(layout.height) }
  /// Bytes of a delivered row.
  var rowBytes: Int { width * Int(layout.channels) * Int(layout.depth / 8) }

  /// Reads the next `count` rows, `stride` bytes apart; an interlaced PNG delivers all rows at once.
  func read(_ count: Int, into rows: UnsafeMutableRawPointer, stride: Int) throws(ImageError) {
    precondition(count <= height - row, "no rows behind the last")
    let pointer = rows.assumingMemoryBound(to: UInt8.self)
    if let inflated {
      let (whole, failure) = inflated.read(count, into: pointer, stride: stride)
      row += whole
      if let failure { throw error(failure) }
    } else {
      let code =
        switch decoder {
        case .png(let handle): pngDecoderRows(handle, pointer, stride, UInt32(count))
        case .jpeg(let handle): jpegDecoderRows(handle, pointer, stride, UInt32(count))
        }
      try check(code)
      row += count
    }
    if row == height { try end() }
  }

  private func end() throws(ImageError) {
    if let inflated {
      do throws(InflatedRows.Failure) {
        try inflated.end()
      } catch {
        throw self.error(error)
      }
      return
    }
    switch decoder {
    case .png(let handle): try check(pngDecoderEnd(handle))
    case .jpeg(let handle): try check(jpegDecoderEnd(handle))
    }
  }

  private func error(_ failure: InflatedRows.Failure) -> ImageError {
    switch failure {
    case .truncated: .truncated(format, rows: row, height: height)
    case .broken(let detail): .broken(format, detail: detail)
    }
  }

  private func check(_ code: Int32) throws(ImageError) {
    switch Int(code) {
    case codecOK:
      return
    case codecTruncated:
      let rows =
        switch decoder {
        case .png(let handle): pngDecoderRowCount(handle)
        case .jpeg(let handle): jpegDecoderRowCount(handle)
        }
      throw .truncated(format, rows: Int(rows), height: height)
    default:
      let message =
        switch decoder {
        case .png(let handle): String(cString: pngDecoderMessage(handle))
        case .jpeg(let handle): String(cString: jpegDecoderMessage(handle))
        }
      throw .broken(format, detail: message)
    }
  }
}

private func checkPixels(_ width: Int, _ height: Int, _ options: PictureOptions) throws(ImageError) {
  guard width * height <= options.maximumPixels else {
    throw .tooManyPixels(width: width, height: height, limit: options.maximumPixels)
  }
}

/// The size in IHDR, looked at before libpng allocates anything for it.
private func checkDeclaredSize(_ bytes: UnsafeRawBufferPointer, _ options: PictureOptions) throws(ImageError) {
  guard bytes.count >= 24, bigEndian32(bytes, 12) == 0x4948_4452 else { return }
  let (width, height) = (bigEndian32(bytes, 16), bigEndian32(bytes, 20))
  guard max(width, height) <= Int32.max else { return }
  try checkPixels(Int(width), Int(height), options)
}
