import CISAL
import SystemServices

/// The rows of a PNG whose bytes need no more than inflating and unfiltering: 8 bits a sample, neither interlaced nor
/// with a palette. Twice as fast as libpng, which has read and checked everything before the pixels.
///
/// The file is read a piece at a time, as far as the rows need it.
final class InflatedRows {
  private let bytes: FileBytes
  private let rowBytes: Int
  private let pixel: Int
  /// Goes on where a check sum is wrong.
  private let keepsDamaged: Bool
  private let state: UnsafeMutablePointer<inflate_state>
  /// Inflated bytes that are not yet rows.
  private let inflated: LazyMemory
  private let capacity: Int
  private var filled = 0
  private var taken = 0
  /// False while the decoder may still hold bytes for which there was no room, as at the end of a well packed stream.
  private var needsInput = true
  /// The last row delivered: what the next one is predicted from.
  private let above: LazyMemory
  private var place: Place
  /// The check sum of the current chunk so far.
  private var check: UInt32 = 0
  /// The damage that was passed over.
  private(set) var damage: RowFailure?

  /// How far the file was read.
  private enum Place {
    /// Before the length of a chunk.
    case before(Int)
    /// Within the data of a chunk.
    case inside(next: Int, end: Int)
  }

  private static let piece = 1 << 18

  /// Rows of `rowBytes` bytes from a file whose first IDAT chunk begins at `offset`; nil without memory.
  init?(
    _ bytes: FileBytes, offset: Int, rowBytes: Int, pixel: Int, keepsDamaged: Bool
  ) {
    self.bytes = bytes
    self.rowBytes = rowBytes
    self.pixel = pixel
    self.keepsDamaged = keepsDamaged
    capacity = max(64 << 10, 2 * (rowBytes + 1))
    guard let inflated = LazyMemory(byteCount: capacity), let above = LazyMemory(byteCount: rowBytes) else {
      return nil
    }
    self.inflated = inflated
    self.above = above
    place = .before(offset)
    state = .allocate(capacity: 1)
    isal_inflate_init(state)
    state.pointee.crc_flag = UInt32(ISAL_ZLIB)
    state.pointee.avail_in = 0
  }

  deinit { state.deallocate() }

  /// Reads the next `count` rows, `stride` bytes apart; returns how many came out whole with the reason for fewer.
  func read(_ count: Int, into rows: UnsafeMutablePointer<UInt8>, stride: Int) -> (rows: Int, failure: RowFailure?) {
    let first = above.start.assumingMemoryBound(to: UInt8.self)
    if state.pointee.total_out == 0 { first.initialize(repeating: 0, count: rowBytes) }
    var previous = UnsafePointer(first)
    for y in 0..<count {
      if filled - taken <= rowBytes {
        do throws(RowFailure) {
          try inflate(atLeast: rowBytes + 1)
        } catch {
          return (y, error)
        }
      }
      let row = rows + y * stride
      let line = UnsafePointer(inflated.start.assumingMemoryBound(to: UInt8.self)) + taken
      guard unfilter(line, above: previous, into: row) else { return (y, .broken("bad adaptive filter value")) }
      taken += rowBytes + 1
      previous = UnsafePointer(row)
    }
    if count > 0 { first.update(from: previous, count: rowBytes) }
    return (count, nil)
  }

  /// Checks that the stream ends as it should and that the file does.
  func end() throws(RowFailure) {
    while state.pointee.block_state != ISAL_BLOCK_FINISH {
      // Whatever is too much is thrown away, as libpng does.
      (filled, taken) = (0, 0)
      try inflate(atLeast: 0)
    }
    // What is left of the chunk, for its check sum.
    while case .inside = place { _ = try nextPiece() }
    guard case .before(let offset) = place else { return }
    for chunk in PNGChunkWalk(bytes, from: offset) {
      if chunk.isEnd { return }
    }
    throw .truncated
  }

  /// Inflates until `wanted` bytes wait, or the stream or the room ends.
  private func inflate(atLeast wanted: Int) throws(RowFailure) {
    let target = inflated.start.assumingMemoryBound(to: UInt8.self)
    if taken > 0 {
      target.update(from: target + taken, count: filled - taken)
      filled -= taken
      taken = 0
    }
    repeat {
      if state.pointee.block_state == ISAL_BLOCK_FINISH {
        if filled < wanted { throw .broken("Not enough image data") }
        return
      }
      if state.pointee.avail_in == 0 && needsInput {
        let piece = try nextPiece()
        if piece.isEmpty { continue }
        state.pointee.next_in = UnsafeMutablePointer(mutating: piece.baseAddress)
        state.pointee.avail_in = UInt32(piece.count)
      }
      let room = min(capacity - filled, Int(Int32.max))
      state.pointee.next_out = target + filled
      state.pointee.avail_out = UInt32(room)
      let code = isal_inflate(state)
      filled += room - Int(state.pointee.avail_out)
      needsInput = state.pointee.avail_out > 0
      if code < 0 { throw .broken(InflatedRows.words(code)) }
    } while filled < wanted
  }

  /// The next bytes of the pixels' stream; none at the end of a chunk.
  private func nextPiece() throws(RowFailure) -> UnsafeBufferPointer<UInt8> {
    switch place {
    case .before(let offset):
      guard try bytes.filled(to: offset + 8) == offset + 8 else { throw .truncated }
      guard bigEndian32(bytes.start, offset + 4) == PNGChunkWalk.pixels else { throw .broken("Not enough image data") }
      check = crc32_gzip_refl(0, bytes.start + offset + 4, 4)
      place = .inside(next: offset + 8, end: offset + 8 + Int(bigEndian32(bytes.start, offset)))
      return UnsafeBufferPointer(start: nil, count: 0)
    case .inside(let next, let end) where next == end:
      guard try bytes.filled(to: end + 4) == end + 4 else { throw .truncated }
      if check != bigEndian32(bytes.start, end) {
        guard keepsDamaged else { throw .broken("IDAT: CRC error") }
        damage = damage ?? .broken("IDAT: CRC error")
      }
      place = .before(end + 4)
      return UnsafeBufferPointer(start: nil, count: 0)
    case .inside(let next, let end):
      // What is there yields its rows; the end is reported where it is met.
      let there = try bytes.filled(to: min(end, next + InflatedRows.piece))
      guard there > next else { throw .truncated }
      check = crc32_gzip_refl(check, bytes.start + next, UInt64(there - next))
      place = .inside(next: there, end: end)
      return UnsafeBufferPointer(start: bytes.start + next, count: there - next)
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
