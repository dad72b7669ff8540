/// Whether bytes repeat themselves so that a search for matches pays: a quick greedy one tells, without writing anything.
///
/// Runs of one byte do not count, as ``RunDeflater`` takes these too.
package enum MatchEstimate {
  private static let hashBits = 12

  /// True when matches save more than some of the bits that an ideal code of single bytes needs.
  package static func pays(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count >= 64, let start = bytes.baseAddress else { return false }
    var counts = [UInt32](repeating: 0, count: 256)
    for byte in bytes { counts[Int(byte)] &+= 1 }
    let whole = BitCost.logarithm(UInt32(bytes.count))
    // Bits of each byte in 16ths, at least one bit.
    let costs = counts.map { $0 == 0 ? 0 : max(16, (whole - BitCost.logarithm($0)) >> 8) }
    let total = zip(counts, costs).reduce(0) { $0 + Int($1.0) * $1.1 }
    // Where bytes take under two bits, zlib takes many matches that are longer than their literals.
    let isDense = total < 32 * bytes.count
    return saved(start, bytes.count, costs) > (isDense ? total / 4 : total / 20)
  }

  /// Sixteenths of bits that greedily taken matches save.
  private static func saved(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ costs: [Int]) -> Int {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1 << hashBits) { places in
      places.initialize(repeating: -1)
      let raw = UnsafeRawPointer(bytes)
      var saved = 0
      var x = 0
      while x &+ 8 <= count {
        let word = raw.loadUnaligned(fromByteOffset: x, as: UInt32.self)
        let place = Int((word &* 0x9E37_79B1) &>> UInt32(32 &- hashBits))
        let earlier = Int(places[place])
        places[place] = Int32(truncatingIfNeeded: x)
        guard earlier >= 0, raw.loadUnaligned(fromByteOffset: earlier, as: UInt32.self) == word,
          word != (word &>> 8 | word &<< 24)
        else {
          x &+= 1
          continue
        }
        var length = 4
        while x &+ length < count, length < LengthCode.longest, bytes[x &+ length] == bytes[earlier &+ length] {
          length &+= 1
        }
        var cost = 0
        for offset in 0..<length { cost += costs[Int(bytes[x &+ offset])] }
        // A length takes some 7 bits, a distance some 4 and those of its place in the window.
        let match = 16 * (11 + Int.bitWidth - (x - earlier).leadingZeroBitCount)
        if cost > match {
          saved += cost - match
          x &+= length
        } else {
          x &+= 1
        }
      }
      return saved
    }
  }
}
