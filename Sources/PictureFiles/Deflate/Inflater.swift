import CZlib
import SystemServices

/// Inflates a zlib or gzip stream a piece at a time, no further than is asked for: a small file can hold gigabytes.
///
/// Several gzip streams one behind the other are one, as gzip has it. Sources: RFC 1950, RFC 1952.
public final class Inflater {
  /// What stands around the deflated data.
  public enum Wrapper: Sendable {
    /// RFC 1950.
    case zlib
    /// RFC 1952.
    case gzip
  }

  /// What ends a stream before its end.
  public enum Failure: Error, Equatable, Sendable {
    /// The bytes end.
    case truncated
    /// zlib's own words.
    case damaged(String)
    /// The file cannot be read on.
    case file(FileError)
  }

  /// Bytes that the reading of a file goes on by.
  private static let step = 1 << 18

  private let bytes: FileBytes
  private let wrapper: Wrapper
  private let stream: UnsafeMutablePointer<z_stream>
  private var position = 0
  private var isAtEnd = false

  /// A stream that begins with the first of `bytes`; nil when zlib gets no memory.
  public init?(_ bytes: FileBytes, _ wrapper: Wrapper) {
    self.bytes = bytes
    self.wrapper = wrapper
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window; 16 more mean: a gzip header and no other.
    let bits: Int32 = wrapper == .gzip ? 15 + 16 : 15
    guard inflateInit2_(stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      stream.deallocate()
      return nil
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Fills `output`.
  /// - Returns: how many bytes were written: fewer than there is room for only at the end of the stream, whose check sum
  ///   is then known to be right.
  public func read(into output: UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Int {
    var written = 0
    while written < output.count && !isAtEnd {
      let there = try filled(to: position + Inflater.step)
      // zlib counts in 32 bits.
      let room = min(output.count - written, Int(Int32.max))
      stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.start + position)
      stream.pointee.avail_in = UInt32(there - position)
      stream.pointee.next_out = output.baseAddress?.advanced(by: written)
      stream.pointee.avail_out = UInt32(room)
      let result = inflate(stream, Z_NO_FLUSH)
      let consumed = there - position - Int(stream.pointee.avail_in)
      position += consumed
      written += room - Int(stream.pointee.avail_out)
      switch result {
      case Z_STREAM_END:
        let rest = wrapper == .gzip ? try filled(to: position + 1) - position : 0
        isAtEnd = rest == 0
        if !isAtEnd { inflateReset(stream) }
      case Z_OK: break
      // No progress although there is room: the bytes have ended.
      case Z_BUF_ERROR: throw .truncated
      default:
        throw .damaged(stream.pointee.msg.map { String(cString: $0) } ?? "error \(result)")
      }
    }
    return written
  }

  /// The first bytes of a short stream, up to `limit` of them; nil for one that is damaged before.
  static func prefix(of bytes: [UInt8], _ wrapper: Wrapper, limit: Int) -> [UInt8]? {
    guard let inflater = Inflater(FileBytes(bytes), wrapper) else { return nil }
    var isDamaged = false
    let prefix = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      do throws(Failure) { count = try inflater.read(into: buffer) } catch { isDamaged = true }
    }
    return isDamaged ? nil : prefix
  }

  private func filled(to wanted: Int) throws(Failure) -> Int {
    do throws(FileError) {
      return min(wanted, try bytes.fill(to: wanted))
    } catch {
      throw .file(error)
    }
  }
}
