/// A prefix code of limited length, canonical as RFC 1951, section 3.2.2, wants it.
package struct HuffmanCode {
  /// Bits of each symbol's code; 0 for a symbol that does not occur.
  package private(set) var lengths: [UInt8]
  /// Each symbol's code, its first bit lowest, as it goes into the stream.
  package private(set) var codes: [UInt16]

  /// The code for symbols that occur so often; no code is longer than `limit` bits.
  ///
  /// Huffman's code where it keeps the limit, else nearly so: overlong codes are shortened at the cost of the
  /// longest codes under the limit, as zlib does. A single symbol gets one bit.
  package init(counts: [UInt32], limit: Int) {
    lengths = [UInt8](repeating: 0, count: counts.count)
    codes = [UInt16](repeating: 0, count: counts.count)
    let order = counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$0], $0) < (counts[$1], $1) }
    if order.count == 1 { lengths[order[0]] = 1 }
    if order.count > 1 { assignLengths(order, counts, limit) }
    assignCodes(limit)
  }

  /// Bits of a message in which the symbols occur so often.
  package func cost(_ counts: [UInt32]) -> Int {
    var bits = 0
    for symbol in counts.indices { bits += Int(counts[symbol]) * Int(lengths[symbol]) }
    return bits
  }

  /// Huffman's algorithm with two queues: the leaves by rising count, and the nodes as they are made.
  private mutating func assignLengths(_ order: [Int], _ counts: [UInt32], _ limit: Int) {
    let leaves = order.count
    var weights = order.map { UInt64(counts[$0]) }
    weights.reserveCapacity(2 * leaves)
    var parents = [Int](repeating: 0, count: 2 * leaves - 1)
    var (leaf, node) = (0, leaves)
    while weights.count < 2 * leaves - 1 {
      var sum: UInt64 = 0
      for _ in 0..<2 {
        let takesLeaf = leaf < leaves && (node >= weights.count || weights[leaf] <= weights[node])
        let child = takesLeaf ? leaf : node
        if takesLeaf { leaf += 1 } else { node += 1 }
        sum += weights[child]
        parents[child] = weights.count
      }
      weights.append(sum)
    }
    // Depths from the root down; how many codes there are of each length, none over the limit.
    var depths = [Int](repeating: 0, count: weights.count)
    var lengthCounts = [Int](repeating: 0, count: limit + 1)
    var overflow = 0
    for index in stride(from: weights.count - 2, through: 0, by: -1) {
      depths[index] = depths[parents[index]] + 1
      guard index < leaves else { continue }
      lengthCounts[min(depths[index], limit)] += 1
    }
    // Room that the codes take, in codes of the longest kind; each step frees one such place.
    for length in 1...limit { overflow += lengthCounts[length] << (limit - length) }
    overflow -= 1 << limit
    while overflow > 0 {
      var length = limit - 1
      while lengthCounts[length] == 0 { length -= 1 }
      lengthCounts[length] -= 1
      lengthCounts[length + 1] += 2
      lengthCounts[limit] -= 1
      overflow -= 1
    }
    // The rarest symbols get the longest codes.
    var position = 0
    for length in stride(from: limit, through: 1, by: -1) {
      for _ in 0..<lengthCounts[length] {
        lengths[order[position]] = UInt8(length)
        position += 1
      }
    }
  }

  private mutating func assignCodes(_ limit: Int) {
    // The first code of a length is twice what follows the last code of the length before.
    var first = [Int](repeating: 0, count: limit + 1)
    var counts = [Int](repeating: 0, count: limit + 1)
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    for length in 1...limit { first[length] = (first[length - 1] + counts[length - 1]) << 1 }
    for symbol in lengths.indices where lengths[symbol] > 0 {
      let length = Int(lengths[symbol])
      codes[symbol] = reversed(first[length], length)
      first[length] += 1
    }
  }
}

private func reversed(_ code: Int, _ length: Int) -> UInt16 {
  var (rest, result) = (code, 0)
  for _ in 0..<length {
    result = result << 1 | rest & 1
    rest >>= 1
  }
  return UInt16(result)
}
