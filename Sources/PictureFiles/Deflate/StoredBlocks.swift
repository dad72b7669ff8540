/// Deflate's blocks without compression, for bytes that no code shortens. RFC 1951, section 3.2.4.
enum StoredBlocks {
  /// Appends bytes as stored blocks, none of them the last of the stream; leaves the writer aligned.
  static func append(_ input: UnsafeBufferPointer<UInt8>, to writer: inout BitWriter) {
    var position = 0
    repeat {
      let count = min(65535, input.count - position)
      writer.put(0, 3)
      writer.align()
      writer.put(UInt64(count) | UInt64(~UInt16(count)) << 16, 32)
      writer.flush()
      if let bytes = input.baseAddress { writer.append(bytes + position, count) }
      position += count
    } while position < input.count
  }

  /// An empty stored block: the bytes so far can be read without those that follow.
  static func appendSync(to writer: inout BitWriter) {
    append(UnsafeBufferPointer(start: nil, count: 0), to: &writer)
  }
}
