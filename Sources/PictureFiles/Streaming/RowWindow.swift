/// Decoded rows, shared by the jobs that need them and used again when none does any longer.
final class RowChunk: Sendable {
  nonisolated(unsafe) let rows: UnsafeMutablePointer<UInt8>

  init(byteCount: Int) { rows = .allocate(capacity: byteCount) }

  deinit { rows.deallocate() }
}

/// The decoded rows that are still needed, in chunks.
struct RowWindow {
  /// Chunks that hold some rows, and the number of the first row of the first chunk.
  struct Rows {
    let first: Int
    let rowsPerChunk: Int
    let chunks: [RowChunk]
  }

  private let reader: any ByteRowReader
  private let rowsPerChunk: Int
  private var chunks: [RowChunk] = []
  private var first = 0
  private var spare: [RowChunk] = []

  init(_ reader: any ByteRowReader) {
    self.reader = reader
    rowsPerChunk = max(1, min(reader.height, (64 << 10) / (reader.width * reader.channels)))
  }

  /// Drops the rows before `kept`, reads on until all of `rows` are there, and returns these.
  mutating func rows(_ rows: Range<Int>, keepingFrom kept: Int) throws(ImageError) -> Rows {
    while !chunks.isEmpty && first + rowsPerChunk <= kept {
      spare.append(chunks.removeFirst())
      first += rowsPerChunk
    }
    while reader.row < rows.upperBound {
      let chunk = takeSpare()
      try reader.read(min(rowsPerChunk, reader.height - reader.row), into: chunk.rows)
      if chunks.isEmpty && reader.row <= kept {
        // Rows that no map looks at.
        spare.append(chunk)
        first = reader.row
      } else {
        chunks.append(chunk)
      }
    }
    guard !rows.isEmpty else { return Rows(first: first, rowsPerChunk: rowsPerChunk, chunks: []) }
    let held = (rows.lowerBound - first) / rowsPerChunk...(rows.upperBound - 1 - first) / rowsPerChunk
    return Rows(
      first: first + held.lowerBound * rowsPerChunk, rowsPerChunk: rowsPerChunk, chunks: Array(chunks[held]))
  }

  /// A chunk that no job holds any longer.
  private mutating func takeSpare() -> RowChunk {
    for index in spare.indices where isKnownUniquelyReferenced(&spare[index]) { return spare.remove(at: index) }
    return RowChunk(byteCount: rowsPerChunk * reader.width * reader.channels)
  }
}
