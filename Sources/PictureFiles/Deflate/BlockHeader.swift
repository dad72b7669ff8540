/// The header of a block with codes of its own: the code lengths, themselves coded. RFC 1951, section 3.2.7.
struct BlockHeader {
  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  /// A code length 0…15, or a repetition 16…18 with its extra bits.
  private struct Item {
    var symbol: Int
    var extra = 0
    var extraBits: Int { symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7 }
  }

  private let literalCount: Int
  private let distanceCount: Int
  private let items: [Item]
  private let code: HuffmanCode
  private let lengthCount: Int
  /// Bits of the whole header.
  let bits: Int

  init(literalLengths: [UInt8], distanceLengths: [UInt8]) {
    literalCount = max(257, (literalLengths.lastIndex { $0 > 0 } ?? 0) + 1)
    distanceCount = distanceLengths.count
    items = BlockHeader.items(Array(literalLengths[..<literalCount]) + distanceLengths)
    var counts = [UInt32](repeating: 0, count: 19)
    for item in items { counts[item.symbol] += 1 }
    let code = HuffmanCode(counts: counts, limit: 7)
    self.code = code
    lengthCount = max(4, (BlockHeader.order.lastIndex { code.lengths[$0] > 0 } ?? 0) + 1)
    bits = 17 + 3 * lengthCount + code.cost(counts) + items.reduce(0) { $0 + $1.extraBits }
  }

  func write(to writer: inout BitWriter) {
    // Not the last block; codes of its own.
    writer.put(0b100, 3)
    writer.put(UInt64(literalCount - 257) | UInt64(distanceCount - 1) << 5 | UInt64(lengthCount - 4) << 10, 14)
    writer.flush()
    for symbol in BlockHeader.order[..<lengthCount] {
      writer.put(UInt64(code.lengths[symbol]), 3)
      writer.flush()
    }
    for item in items {
      writer.put(UInt64(code.codes[item.symbol]), UInt64(code.lengths[item.symbol]))
      writer.put(UInt64(item.extra), UInt64(item.extraBits))
      writer.flush()
    }
  }

  /// Runs of equal lengths become repetitions.
  private static func items(_ lengths: [UInt8]) -> [Item] {
    var items: [Item] = []
    var x = 0
    while x < lengths.count {
      var run = 1
      while x + run < lengths.count && lengths[x + run] == lengths[x] { run += 1 }
      x += run
      if lengths[x - 1] == 0 {
        while run >= 3 {
          let count = min(run, 138)
          items.append(count < 11 ? Item(symbol: 17, extra: count - 3) : Item(symbol: 18, extra: count - 11))
          run -= count
        }
      } else {
        items.append(Item(symbol: Int(lengths[x - 1])))
        run -= 1
        while run >= 3 {
          let count = min(run, 6)
          items.append(Item(symbol: 16, extra: count - 3))
          run -= count
        }
      }
      for _ in 0..<run { items.append(Item(symbol: Int(lengths[x - 1]))) }
    }
    return items
  }
}
