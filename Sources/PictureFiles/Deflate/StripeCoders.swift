import CZlib

/// The ways to deflate a stripe, with what they keep from stripe to stripe.
final class StripeCoders {
  /// One of the ways.
  enum Coder {
    /// Literals and runs.
    case runs
    /// The same with runs of 3 bytes and more, by zlib: smaller where runs are short, and slower.
    case shortRuns
    /// zlib's search for matches.
    case matches(level: Int32)
  }

  private let runs = RunDeflater()
  private var zlib: [Int32: ZlibDeflater] = [:]
  private var zlibRuns: ZlibDeflater?

  /// Writes blocks, none the last of the stream and the whole ending at a byte, and returns their bytes; nil when they
  /// are `limit` or more. Room for ``RunDeflater/bound(_:)`` bytes must be there in any case.
  func code(
    _ bytes: UnsafeBufferPointer<UInt8>, _ coder: Coder, to output: UnsafeMutablePointer<UInt8>, limit: Int
  ) -> Int? {
    switch coder {
    case .runs:
      var writer = BitWriter(output)
      runs.deflate(bytes, to: &writer)
      StoredBlocks.appendSync(to: &writer)
      let count = writer.next - output
      return count < limit ? count : nil
    case .shortRuns:
      guard let deflater = zlibRuns ?? ZlibDeflater(level: 6, strategy: Z_RLE) else { return nil }
      zlibRuns = deflater
      return deflater.deflate(bytes, to: output, limit: min(limit, RunDeflater.bound(bytes.count)))
    case .matches(let level):
      guard let deflater = zlib[level] ?? ZlibDeflater(level: level, strategy: Z_DEFAULT_STRATEGY) else { return nil }
      zlib[level] = deflater
      return deflater.deflate(bytes, to: output, limit: min(limit, RunDeflater.bound(bytes.count)))
    }
  }
}
