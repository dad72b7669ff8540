import CZlib
import SystemServices

/// True when the bytes begin as a gzip file does (RFC 1952).
func isGzip(_ bytes: [UInt8]) -> Bool { bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b }

/// The first `limit` bytes that a gzip file holds, or all when there are fewer.
///
/// Only when the end is reached is the checksum checked. Several streams one behind the other are one file, as gzip
/// has it. Memory grows with what is there, not with `limit`.
func gunzip(_ bytes: [UInt8], limit: Int, path: String) throws(DatasetFileError) -> [UInt8] {
  var stream = z_stream()
  // 15 bits of window; 16 more mean: a gzip header and no other.
  guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
    throw .damagedGzip(path: path, reason: "zlib gives no memory")
  }
  defer { inflateEnd(&stream) }
  var output: [UInt8] = []
  var position = 0
  while true {
    // Eight times the input holds most files in one piece.
    let capacity = min(limit - output.count, 8 * bytes.count + 65536)
    var result = Z_OK
    let piece = [UInt8](unsafeUninitializedCapacity: capacity) { piece, written in
      result = bytes.withUnsafeBufferPointer { inflateStreams(&stream, $0, &position, piece, &written) }
    }
    if output.isEmpty { output = piece } else { output += piece }
    if output.count == limit { return output }
    switch result {
    case Z_STREAM_END: return output
    case Z_OK where piece.count == capacity: continue
    case Z_OK, Z_BUF_ERROR: throw .truncatedGzip(path: path)
    default:
      throw .damagedGzip(path: path, reason: stream.msg.map { String(cString: $0) } ?? "error \(result)")
    }
  }
}

/// Inflates from `position` on until `output` is full, the input ends or is damaged.
private func inflateStreams(
  _ stream: inout z_stream, _ input: UnsafeBufferPointer<UInt8>, _ position: inout Int,
  _ output: UnsafeMutableBufferPointer<UInt8>, _ written: inout Int
) -> Int32 {
  while written < output.count {
    // zlib counts in 32 bits.
    let offered = min(input.count - position, Int(Int32.max))
    let room = min(output.count - written, Int(Int32.max))
    stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.advanced(by: position))
    stream.avail_in = UInt32(offered)
    stream.next_out = output.baseAddress?.advanced(by: written)
    stream.avail_out = UInt32(room)
    let result = inflate(&stream, Z_NO_FLUSH)
    position += offered - Int(stream.avail_in)
    written += room - Int(stream.avail_out)
    if result == Z_STREAM_END {
      guard position < input.count else { return result }
      inflateReset(&stream)
    } else if result != Z_OK {
      return result
    }
  }
  return Z_OK
}
