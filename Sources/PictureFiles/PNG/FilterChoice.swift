/// Chooses PNG filters for a group of rows: the one whose bytes have the least entropy, judged by some of the rows.
///
/// One filter for a group suits its one Huffman code better than a choice row by row: on photographs it comes out as
/// small as the usual choice by absolute differences, on edge maps far smaller.
enum FilterChoice {
  /// Bytes of a group of rows, about.
  private static let groupBytes = 32 << 10
  /// The share of a group that is looked at, and the fewest bytes.
  private static let (share, leastSample) = (8, 8 << 10)

  /// Rows of a group.
  static func rowsPerGroup(rowBytes: Int) -> Int { max(1, groupBytes / rowBytes) }

  /// The filter for `rowCount` rows, `rowBytes` bytes apart; the row above the first stands before it.
  static func filter(
    _ rows: UnsafePointer<UInt8>, rowCount: Int, rowBytes: Int, pixel: Int, scratch: UnsafeMutablePointer<UInt8>
  ) -> PNGFilter {
    let sampled = max(1, rowCount / share, min(rowCount, leastSample / rowBytes))
    let step = rowCount / sampled
    var best = (bits: Int.max, filter: PNGFilter.none)
    for filter in PNGFilter.allCases {
      let bits = withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1024) { table in
        table.initialize(repeating: 0)
        guard let counts = table.baseAddress else { return 0 }
        for y in stride(from: step / 2, to: rowCount, by: step) {
          let row = rows + y * rowBytes
          filter.apply(row, above: row - rowBytes, count: rowBytes, pixel: pixel, into: scratch)
          count(scratch, rowBytes, counts)
        }
        for byte in 0..<256 { counts[byte] &+= counts[256 + byte] &+ counts[512 + byte] &+ counts[768 + byte] }
        return BitCost.bits(UnsafeBufferPointer(start: counts, count: 256))
      }
      if bits < best.bits { best = (bits, filter) }
    }
    return best.filter
  }

  /// Adds bytes to four histograms in turn: a byte that repeats need not wait for its own count to be stored.
  private static func count(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ counts: UnsafeMutablePointer<UInt32>) {
    var x = 0
    while x &+ 4 <= count {
      counts[Int(bytes[x])] &+= 1
      counts[256 &+ Int(bytes[x &+ 1])] &+= 1
      counts[512 &+ Int(bytes[x &+ 2])] &+= 1
      counts[768 &+ Int(bytes[x &+ 3])] &+= 1
      x &+= 4
    }
    while x < count {
      counts[Int(bytes[x])] &+= 1
      x &+= 1
    }
  }
}
