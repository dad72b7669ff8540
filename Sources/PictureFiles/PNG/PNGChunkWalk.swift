import SystemServices

/// The chunks of a PNG file, one after another, without a look at what they hold: of a large file what lies between two
/// chunks is not read. Ends where the file does, or behind IEND.
struct PNGChunkWalk: Sequence, IteratorProtocol {
  struct Chunk {
    /// Where the chunk's length stands.
    let offset: Int
    let length: Int
    let type: UInt32

    var isEnd: Bool { type == 0x4945_4E44 }
    /// Where the data begin.
    var data: Int { offset + 8 }
  }

  /// IDAT.
  static let pixels: UInt32 = 0x4944_4154
  /// Up to here the file is read as a whole, which its pixels need anyway.
  private static let readWhole = 16 << 20

  private let bytes: FileBytes
  private var offset: Int

  /// The chunks from `offset` on: 8 is the first one.
  init(_ bytes: FileBytes, from offset: Int = 8) {
    self.bytes = bytes
    self.offset = offset
  }

  mutating func next() -> Chunk? {
    guard let head = read(offset, 8) else { return nil }
    let number = { (start: Int) in head[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) } }
    let chunk = Chunk(offset: offset, length: Int(number(0)), type: number(4))
    let end = offset + 12 + chunk.length
    // The check sum is there too.
    guard read(end - 4, 4) != nil else { return nil }
    offset = chunk.isEnd ? -1 : end
    return chunk
  }

  private func read(_ position: Int, _ count: Int) -> [UInt8]? {
    bytes.bytes(at: position, count: count, readingUpTo: PNGChunkWalk.readWhole)
  }
}
