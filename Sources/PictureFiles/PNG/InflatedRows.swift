import CISAL

/// The rows of a PNG whose bytes need no more than inflating and unfiltering: 8 bits a sample, neither interlaced nor
/// with a palette. Twice as fast as libpng, which has read and checked everything before the pixels.
final class InflatedRows {
  enum Failure: Error {
    case truncated
    case broken(String)
  }

  private let bytes: UnsafeRawBufferPointer
  private let rowBytes: Int
  private let pixel: Int
  private let state: UnsafeMutablePointer<inflate_state>
  /// Inflated bytes that are not yet rows.
  private let inflated: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private var filled = 0
  private var taken = 0
  /// The last row delivered: what the next one is predicted from.
  private let above: UnsafeMutablePointer<UInt8>
  /// Where the chunk after the current one starts.
  private var nextChunk = 8
  /// The file ends within the current chunk.
  private var chunkIsCut = false

  /// Rows of `rowBytes` bytes from a whole file in memory, which must outlive this.
  init(_ bytes: UnsafeRawBufferPointer, rowBytes: Int, pixel: Int) {
    self.bytes = bytes
    self.rowBytes = rowBytes
    self.pixel = pixel
    capacity = max(64 << 10, 2 * (rowBytes + 1))
    state = .allocate(capacity: 1)
    inflated = .allocate(capacity: capacity)
    above = .allocate(capacity: rowBytes)
    above.initialize(repeating: 0, count: rowBytes)
    isal_inflate_init(state)
    state.pointee.crc_flag = UInt32(ISAL_ZLIB)
    state.pointee.avail_in = 0
  }

  deinit {
    state.deallocate()
    inflated.deallocate()
    above.deallocate()
  }

  /// Reads the next `count` rows, `stride` bytes apart; returns how many came out whole with the reason for fewer.
  func read(_ count: Int, into rows: UnsafeMutablePointer<UInt8>, stride: Int) -> (rows: Int, failure: Failure?) {
    var previous = UnsafePointer(above)
    for y in 0..<count {
      if filled - taken <= rowBytes {
        do throws(Failure) {
          try inflate(atLeast: rowBytes + 1)
        } catch {
          return (y, error)
        }
      }
      let row = rows + y * stride
      guard unfilter(inflated + taken, above: previous, into: row) else {
        return (y, .broken("bad adaptive filter value"))
      }
      taken += rowBytes + 1
      previous = UnsafePointer(row)
    }
    if count > 0 { above.update(from: previous, count: rowBytes) }
    return (count, nil)
  }

  /// Checks that the stream ends as it should and that the file does.
  func end() throws(Failure) {
    while state.pointee.block_state != ISAL_BLOCK_FINISH {
      // Whatever is too much is thrown away, as libpng does.
      (filled, taken) = (0, 0)
      try inflate(atLeast: 0)
    }
    var offset = nextChunk
    while true {
      guard offset + 12 <= bytes.count else { throw .truncated }
      if bigEndian32(bytes, offset + 4) == 0x4945_4E44 { return }
      offset += Int(bigEndian32(bytes, offset)) + 12
    }
  }

  /// Inflates until `wanted` bytes wait, or the stream or the room ends.
  private func inflate(atLeast wanted: Int) throws(Failure) {
    if taken > 0 {
      inflated.update(from: inflated + taken, count: filled - taken)
      filled -= taken
      taken = 0
    }
    repeat {
      if state.pointee.block_state == ISAL_BLOCK_FINISH {
        if filled < wanted { throw .broken("Not enough image data") }
        return
      }
      if state.pointee.avail_in == 0 { try openChunk() }
      state.pointee.next_out = inflated + filled
      state.pointee.avail_out = UInt32(capacity - filled)
      let code = isal_inflate(state)
      filled = capacity - Int(state.pointee.avail_out)
      if code < 0 { throw .broken(InflatedRows.words(code)) }
    } while filled < wanted
  }

  /// Gives the next IDAT chunk to the inflater.
  private func openChunk() throws(Failure) {
    if chunkIsCut { throw .truncated }
    while true {
      guard nextChunk + 8 <= bytes.count else { throw .truncated }
      let length = Int(bigEndian32(bytes, nextChunk))
      let type = bigEndian32(bytes, nextChunk + 4)
      let start = nextChunk + 8
      guard type == 0x4944_4154 else {
        // libpng has read on to the first IDAT; after it, another chunk ends the pixels.
        if state.pointee.total_out > 0 || state.pointee.next_in != nil { throw .broken("Not enough image data") }
        nextChunk = start + length + 4
        continue
      }
      nextChunk = start + length + 4
      let data = bytes.baseAddress.map { ($0 + start).assumingMemoryBound(to: UInt8.self) }
      state.pointee.next_in = UnsafeMutablePointer(mutating: data)
      if nextChunk > bytes.count {
        // What is there yields its rows; the end is reported where it is met.
        chunkIsCut = true
        state.pointee.avail_in = UInt32(min(length, bytes.count - start))
        if state.pointee.avail_in == 0 { throw .truncated }
        return
      }
      let type4 = UnsafeRawBufferPointer(rebasing: bytes[start - 4..<start + length])
      let check = crc32_gzip_refl(0, type4.bindMemory(to: UInt8.self).baseAddress, UInt64(type4.count))
      guard check == bigEndian32(bytes, start + length) else { throw .broken("IDAT: CRC error") }
      state.pointee.avail_in = UInt32(length)
      if length > 0 { return }
    }
  }

  private static func words(_ code: Int32) -> String {
    switch code {
    case ISAL_INVALID_BLOCK: "IDAT: invalid block type"
    case ISAL_INVALID_SYMBOL: "IDAT: invalid code"
    case ISAL_INVALID_LOOKBACK: "IDAT: invalid distance too far back"
    case ISAL_INCORRECT_CHECKSUM: "IDAT: incorrect data check"
    default: "IDAT: incorrect header check"
    }
  }

  /// False when the first byte names no filter.
  private func unfilter(
    _ line: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>, into row: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    guard let filter = PNGFilter(rawValue: line[0]) else { return false }
    filter.undo(line + 1, above: above, count: rowBytes, pixel: pixel, into: row)
    return true
  }
}
