import CImageCodecs
import SystemServices

/// Rows out of a decoder, in the file's own form.
protocol DecodedRows: AnyObject {
  var layout: PictureLayout { get }
  /// Damage that was passed over without the loss of a row; nil unless damaged pictures are kept.
  var damage: RowFailure? { get }
  /// Reads the next rows; returns how many hold something, with the reason for fewer, behind which no row comes.
  func read(_ count: Int, into rows: UnsafeMutablePointer<UInt8>, stride: Int) -> (rows: Int, failure: RowFailure?)
  /// Checks what follows the last row.
  func end() -> RowFailure?
}

/// A picture file as rows of samples in its own form, top to bottom as stored.
final class RowSource {
  let format: ImageFormat
  let layout: PictureLayout
  let orientation: Orientation
  /// Rows delivered so far.
  private(set) var row = 0
  /// The damage that was met; nil unless the options keep damaged pictures.
  private(set) var damage: ImageError?
  /// Rows that hold something, once it is known that the rest does not.
  private(set) var endedRows: Int?
  private let keepsDamaged: Bool
  private let decoder: any DecodedRows

  /// Reads the header, after the first bytes and the size were looked at.
  init(_ bytes: FileBytes, _ content: JPEGContent, options: PictureOptions) throws(ImageError) {
    let format = try ImageFormat(of: bytes)
    if let size = bytes.declaredSize, size > options.maximumBytes {
      throw .fileTooLarge(format, bytes: size, limit: options.maximumBytes)
    }
    self.format = format
    keepsDamaged = options.keepsDamaged
    do throws(RowFailure) {
      decoder =
        format == .png
        ? try PNGRows(bytes, maximumPixels: options.maximumPixels, keepsDamaged: options.keepsDamaged)
        : try JPEGRows(bytes, content, keepsDamaged: options.keepsDamaged)
    } catch {
      throw RowSource.headerError(error, format)
    }
    layout = decoder.layout
    orientation =
      (format == .png ? OrientationNotes(png: bytes) : OrientationNotes(jpeg: bytes)).orientation
    try checkPixels(options)
  }

  var width: Int { Int(layout.width) }
  var height: Int { Int(layout.height) }
  /// Bytes of a delivered row.
  var rowBytes: Int { width * Int(layout.channels) * Int(layout.depth / 8) }

  /// Reads the next `count` rows, `stride` bytes apart; an interlaced PNG delivers all rows at once.
  /// - Returns: how many of them hold something; fewer only in a damaged picture that is kept, and none behind these.
  func read(_ count: Int, into rows: UnsafeMutableRawPointer, stride: Int) throws(ImageError) -> Int {
    precondition(count <= height - row, "no rows behind the last")
    var there = 0
    if endedRows == nil {
      let outcome = decoder.read(count, into: rows.assumingMemoryBound(to: UInt8.self), stride: stride)
      there = outcome.rows
      if let failure = outcome.failure {
        try meet(failure, rows: row + there)
        endedRows = row + there
      } else if let passed = decoder.damage {
        try meet(passed, rows: row + there)
      }
    }
    row += count
    if row == height, endedRows == nil, let failure = decoder.end() { try meet(failure, rows: height) }
    return there
  }

  /// Notes the damage, or refuses the picture.
  private func meet(_ failure: RowFailure, rows: Int) throws(ImageError) {
    let error: ImageError =
      if case .truncated = failure {
        .truncated(format, rows: rows, height: height)
      } else {
        RowSource.headerError(failure, format)
      }
    switch failure {
    case .truncated, .broken: if !keepsDamaged { throw error }
    default: throw error
    }
    damage = damage ?? error
  }

  private static func headerError(_ failure: RowFailure, _ format: ImageFormat) -> ImageError {
    switch failure {
    case .truncated: .truncatedHeader(format)
    case .broken(let detail): .broken(format, detail: detail)
    case .file(let error): .file(error)
    case .noMemory: .outOfMemory
    case .tooManyPixels(let width, let height, let limit): .tooManyPixels(width: width, height: height, limit: limit)
    case .tooFewBytes(let bytes, let width, let height):
      .fileTooSmall(format, bytes: bytes, width: width, height: height)
    }
  }

  private func checkPixels(_ options: PictureOptions) throws(ImageError) {
    let (pixels, overflows) = width.multipliedReportingOverflow(by: height)
    guard !overflows, pixels <= options.maximumPixels else {
      throw .tooManyPixels(width: width, height: height, limit: options.maximumPixels)
    }
  }
}

extension ImageFormat {
  /// The format of a file, by its first bytes, which must be one that is read.
  init(of bytes: FileBytes) throws(ImageError) {
    let count: Int
    do throws(FileError) { count = try bytes.fill(to: 512) } catch { throw .file(error) }
    guard count > 0 else { throw .empty }
    let beginning = Array(UnsafeBufferPointer(start: bytes.start, count: min(count, 512)))
    guard let format = ImageFormat(firstBytes: beginning) else {
      throw .unknownFormat(beginning: Array(beginning.prefix(16)))
    }
    guard format.isSupported else { throw .unsupportedFormat(format) }
    self = format
  }
}
