#if canImport(CByteVectors) && (AVX2 || AVX512)
  import CByteVectors

  // 3×3 over bytes, two taps an instruction: rows are paired with the rows below them, and a pair of weights is multiplied
  // with a pair of bytes and summed at once.

  /// Four rows of Σ weight · value + bias of a 3×3 kernel, clamped to bytes, neighbours in the source too.
  ///
  /// `rows[r]`, r < 6, points at the byte under the leftmost tap of output column 0; `count` is at least 64. Every sum
  /// fits 16 bits, every weight 8 bits.
  @inline(__always)
  func correlatePairs(
    _ outputs: UnsafePointer<UnsafeMutablePointer<UInt8>>, _ count: Int, _ rows: UnsafePointer<UnsafePointer<UInt8>>,
    _ weights: UnsafePointer<Int16>, _ bias: Int16
  ) {
    let lanes = 2 &* ShortVector.scalarCount
    // Of each column of the kernel the upper two weights, and the lowest.
    let upper0 = pair(weights[0], weights[3])
    let upper1 = pair(weights[1], weights[4])
    let upper2 = pair(weights[2], weights[5])
    let lowest0 = pair(weights[6], 0)
    let lowest1 = pair(weights[7], 0)
    let lowest2 = pair(weights[8], 0)
    var x = 0
    while x < count {
      // The last tile ends with the row: where it overlaps its neighbour both store the same values.
      if x &+ lanes > count { x = count &- lanes }
      // Low and high sums of each of the four rows.
      var tile = InlineArray<8, ShortVector>(repeating: ShortVector())
      addColumn(rows, x, upper0, lowest0, &tile)
      addColumn(rows, x &+ 1, upper1, lowest1, &tile)
      addColumn(rows, x &+ 2, upper2, lowest2, &tile)
      for q in 0..<4 { pack(tile[2 &* q], tile[2 &* q &+ 1], bias, outputs[q] + x) }
      x &+= lanes
    }
  }

  /// Adds one column of the kernel: each pair of rows is the upper two of one output row and has the lowest of another.
  @inline(__always)
  private func addColumn(
    _ rows: UnsafePointer<UnsafePointer<UInt8>>, _ x: Int, _ upper: ShortVector, _ lowest: ShortVector,
    _ tile: inout InlineArray<8, ShortVector>
  ) {
    add(rows[0] + x, rows[1] + x, upper, to: 0, &tile)
    add(rows[1] + x, rows[2] + x, upper, to: 1, &tile)
    add(rows[2] + x, rows[3] + x, upper, to: 2, &tile)
    add(rows[2] + x, rows[3] + x, lowest, to: 0, &tile)
    add(rows[3] + x, rows[4] + x, upper, to: 3, &tile)
    add(rows[3] + x, rows[4] + x, lowest, to: 1, &tile)
    add(rows[4] + x, rows[5] + x, lowest, to: 2, &tile)
    add(rows[5] + x, rows[5] + x, lowest, to: 3, &tile)
  }

  @inline(__always)
  private func add(
    _ above: UnsafePointer<UInt8>, _ below: UnsafePointer<UInt8>, _ weights: ShortVector, to q: Int,
    _ tile: inout InlineArray<8, ShortVector>
  ) {
    #if AVX512
      tile[2 &* q] = tile[2 &* q] &+ cbytes_products64(cbytes_low64(above, below), weights)
      tile[2 &* q &+ 1] = tile[2 &* q &+ 1] &+ cbytes_products64(cbytes_high64(above, below), weights)
    #else
      tile[2 &* q] = tile[2 &* q] &+ cbytes_products32(cbytes_low32(above, below), weights)
      tile[2 &* q &+ 1] = tile[2 &* q &+ 1] &+ cbytes_products32(cbytes_high32(above, below), weights)
    #endif
  }

  /// Two weights of 8 bits in every lane, the first in the low bits.
  @inline(__always)
  private func pair(_ first: Int16, _ second: Int16) -> ShortVector {
    ShortVector(repeating: (first & 255) | (second &<< 8))
  }

  @inline(__always)
  private func pack(_ low: ShortVector, _ high: ShortVector, _ bias: Int16, _ bytes: UnsafeMutablePointer<UInt8>) {
    #if AVX512
      cbytes_pack64(bytes, low, high, bias)
    #else
      cbytes_pack32(bytes, low, high, bias)
    #endif
  }
#endif
