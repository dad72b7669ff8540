import CZlib

/// zlib's deflate over one stripe at a time, without its header: what finds repeated patterns.
final class ZlibDeflater {
  private var stream = z_stream()

  /// A level 1…9 and one of zlib's strategies; nil when there is no memory.
  init?(level: Int32, strategy: Int32) {
    let code = deflateInit2_(
      &stream, level, Z_DEFLATED, -15, 9, strategy, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { return nil }
  }

  deinit { deflateEnd(&stream) }

  /// Writes the blocks of `input`, ended by an empty stored block, to `output` and returns their bytes; nil when they
  /// are more than `limit`.
  func deflate(
    _ input: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<UInt8>, limit: Int
  ) -> Int? {
    deflateReset(&stream)
    stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    stream.avail_in = UInt32(input.count)
    stream.next_out = output
    stream.avail_out = UInt32(limit)
    CZlib.deflate(&stream, Z_SYNC_FLUSH)
    return stream.avail_in == 0 && stream.avail_out > 0 ? limit - Int(stream.avail_out) : nil
  }
}
