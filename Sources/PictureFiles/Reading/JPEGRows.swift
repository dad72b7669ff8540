import CImageCodecs
import SystemServices

/// The rows of a JPEG, by libjpeg-turbo.
final class JPEGRows: DecodedRows {
  let layout: PictureLayout
  private(set) var damage: RowFailure?
  private let source: CodecSource
  private let decoder: OpaquePointer
  private var row = 0

  init(_ bytes: FileBytes, _ content: JPEGContent, keepsDamaged: Bool) throws(RowFailure) {
    source = CodecSource(bytes)
    guard let decoder = jpegDecoderCreate(source.input(keepsDamaged: keepsDamaged)) else { throw .noMemory }
    self.decoder = decoder
    var layout = PictureLayout()
    let code = jpegDecoderHeader(decoder, content, &layout)
    self.layout = layout
    if let failure = source.failure(code, jpegDecoderMessage(decoder)) { throw failure }
  }

  deinit { jpegDecoderDestroy(decoder) }

  func read(_ count: Int, into rows: UnsafeMutablePointer<UInt8>, stride: Int) -> (rows: Int, failure: RowFailure?) {
    let code = jpegDecoderRows(decoder, rows, stride, UInt32(count))
    let there = min(count, max(0, Int(jpegDecoderRowCount(decoder)) - row))
    row += count
    if let failure = source.failure(code, jpegDecoderMessage(decoder)) { return (there, failure) }
    let passed = source.failure(jpegDecoderDamage(decoder), jpegDecoderMessage(decoder))
    if there < count { return (there, passed ?? .truncated) }
    damage = passed
    return (there, nil)
  }

  func end() -> RowFailure? { source.failure(jpegDecoderEnd(decoder), jpegDecoderMessage(decoder)) }
}
