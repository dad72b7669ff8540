import CImageCodecs
import SystemServices

/// The rows of a PNG: by libpng, or for the commonest kind straight out of the inflater.
final class PNGRows: DecodedRows {
  /// What may stand before the pixels.
  private static let metadataLimit = 64 << 20

  let layout: PictureLayout
  private let source: CodecSource
  private let decoder: OpaquePointer
  /// Set for PNGs whose rows need no libpng.
  private let inflated: InflatedRows?

  init(_ bytes: FileBytes, maximumPixels: Int, keepsDamaged: Bool) throws(RowFailure) {
    try PNGRows.checkDeclaredSize(bytes, maximumPixels, keepsDamaged: keepsDamaged)
    let pixels = try PNGRows.firstPixels(bytes)
    source = CodecSource(bytes)
    guard let decoder = pngDecoderCreate(source.input(keepsDamaged: keepsDamaged)) else { throw .noMemory }
    self.decoder = decoder
    var layout = PictureLayout()
    let code = pngDecoderHeader(decoder, &layout)
    self.layout = layout
    guard code == codecOK, let pixels, layout.plain else {
      inflated = nil
      if let failure = source.failure(code, pngDecoderMessage(decoder)) { throw failure }
      return
    }
    inflated = InflatedRows(
      bytes, offset: pixels, rowBytes: Int(layout.width) * Int(layout.channels), pixel: Int(layout.channels),
      keepsDamaged: keepsDamaged)
    if inflated == nil { throw .noMemory }
  }

  deinit { pngDecoderDestroy(decoder) }

  var damage: RowFailure? { inflated?.damage }

  func read(_ count: Int, into rows: UnsafeMutablePointer<UInt8>, stride: Int) -> (rows: Int, failure: RowFailure?) {
    if let inflated { return inflated.read(count, into: rows, stride: stride) }
    let before = Int(pngDecoderRowCount(decoder))
    let code = pngDecoderRows(decoder, rows, stride, UInt32(count))
    let failure = source.failure(code, pngDecoderMessage(decoder))
    return (failure == nil ? count : Int(pngDecoderRowCount(decoder)) - before, failure)
  }

  func end() -> RowFailure? {
    guard let inflated else { return source.failure(pngDecoderEnd(decoder), pngDecoderMessage(decoder)) }
    do throws(RowFailure) {
      try inflated.end()
      return nil
    } catch {
      return error
    }
  }

  /// Where the first IDAT chunk begins, not too far from the beginning; nil when the file ends before.
  private static func firstPixels(_ bytes: FileBytes) throws(RowFailure) -> Int? {
    var first: Int?
    for chunk in PNGChunkWalk(bytes) {
      if chunk.type == PNGChunkWalk.pixels { return chunk.offset }
      guard chunk.data + chunk.length <= metadataLimit else {
        throw .broken("more than \(metadataLimit >> 20) MiB stand before the pixels")
      }
      first = chunk.data + chunk.length + 4
    }
    // The chunk that the file ends in may be the pixels'.
    guard let first, try bytes.filled(to: first + 8) == first + 8,
      bigEndian32(bytes.start, first + 4) == PNGChunkWalk.pixels
    else { return nil }
    return first
  }

  /// The size in IHDR, looked at before libpng allocates anything for it: whether it is within the limit, and whether the
  /// file can hold its rows, or one of them where damaged pictures are kept. Deflate makes at best 1032 bytes of one.
  private static func checkDeclaredSize(
    _ bytes: FileBytes, _ limit: Int, keepsDamaged: Bool
  ) throws(RowFailure) {
    guard try bytes.filled(to: 26) == 26, bigEndian32(bytes.start, 12) == 0x4948_4452 else { return }
    let (width, height) = (Int(bigEndian32(bytes.start, 16)), Int(bigEndian32(bytes.start, 20)))
    // What is no size at all is left to libpng's own words.
    guard width > 0, height > 0, max(width, height) <= Int32.max else { return }
    if width * height > limit { throw .tooManyPixels(width: width, height: height, limit: limit) }
    let samples: [UInt8: Int] = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4]
    guard let channels = samples[bytes.start[25]], bytes.start[24] <= 16 else { return }
    let rowBytes = width * channels * Int(bytes.start[24]) / 8
    let needed = rowBytes.multipliedReportingOverflow(by: keepsDamaged ? 1 : height)
    let smallest = needed.overflow ? Int.max / 1032 : needed.partialValue / 1032
    let there = if let size = bytes.declaredSize { size } else { try bytes.filled(to: smallest) }
    if there < smallest { throw .tooFewBytes(there, width: width, height: height) }
  }
}
