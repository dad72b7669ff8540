#if canImport(CByteVectors)
  import CByteVectors

  // Correlation of bytes into bytes in one go: widened, summed and narrowed in registers.

  /// Four rows of Σ weight · value + bias, clamped to bytes, neighbours in the source too. Every sum fits 16 bits.
  ///
  /// `rows[r]`, r < height + 3, points at the byte under the leftmost tap of output column 0, and tap j is j bytes
  /// further; `count` is at least 64.
  @inline(never)
  public func correlateBytes(
    _ outputs: UnsafePointer<UnsafeMutablePointer<UInt8>>, count: Int, rows: UnsafePointer<UnsafePointer<UInt8>>,
    weights: UnsafePointer<Int16>, width: Int, height: Int, bias: Int16
  ) {
    if width == 3 && height == 3 {
      // The common size has loops of its own, which keep the weights in registers.
      #if AVX2 || AVX512
        if fitPairs(weights) { return correlatePairs(outputs, count, rows, weights, bias) }
      #endif
      correlateTiles(outputs, count, bias) { x, tile in
        addRow(rows[0] + x, weights, 3, to: 0, through: 0, &tile)
        addRow(rows[1] + x, weights + 3, 3, to: 0, through: 1, &tile)
        addRow(rows[2] + x, weights + 6, 3, to: 0, through: 2, &tile)
        addRow(rows[3] + x, weights + 9, 3, to: 1, through: 3, &tile)
        addRow(rows[4] + x, weights + 12, 3, to: 2, through: 3, &tile)
        addRow(rows[5] + x, weights + 15, 3, to: 3, through: 3, &tile)
      }
      return
    }
    correlateTiles(outputs, count, bias) { x, tile in
      var r = 0
      while r < height &+ 3 {
        let row = rows[r] + x
        let weights = weights + r &* width
        // As in the correlation of floats: each range of output rows has a loop of its own.
        switch (max(0, r &- height &+ 1), min(3, r)) {
        case (0, 0): addRow(row, weights, width, to: 0, through: 0, &tile)
        case (0, 1): addRow(row, weights, width, to: 0, through: 1, &tile)
        case (0, 2): addRow(row, weights, width, to: 0, through: 2, &tile)
        case (0, _): addRow(row, weights, width, to: 0, through: 3, &tile)
        case (1, 1): addRow(row, weights, width, to: 1, through: 1, &tile)
        case (1, 2): addRow(row, weights, width, to: 1, through: 2, &tile)
        case (1, _): addRow(row, weights, width, to: 1, through: 3, &tile)
        case (2, 2): addRow(row, weights, width, to: 2, through: 2, &tile)
        case (2, _): addRow(row, weights, width, to: 2, through: 3, &tile)
        default: addRow(row, weights, width, to: 3, through: 3, &tile)
        }
        r &+= 1
      }
    }
  }

  /// True when nine weights fit 8 bits each.
  @inline(__always)
  private func fitPairs(_ weights: UnsafePointer<Int16>) -> Bool {
    for index in 0..<9 where weights[index] < -128 || weights[index] > 127 { return false }
    return true
  }

  /// 4 output rows × 2 vectors of sums.
  private typealias Tile = InlineArray<8, ShortVector>

  @inline(__always)
  private func correlateTiles(
    _ outputs: UnsafePointer<UnsafeMutablePointer<UInt8>>, _ count: Int, _ bias: Int16,
    _ sum: (_ x: Int, _ tile: inout Tile) -> Void
  ) {
    let lanes = ShortVector.scalarCount
    var x = 0
    while x < count {
      // The last tile ends with the row: where it overlaps its neighbour both store the same values.
      if x &+ 2 &* lanes > count { x = count &- 2 &* lanes }
      var tile = Tile(repeating: ShortVector())
      sum(x, &tile)
      for q in 0..<4 {
        for half in 0..<2 {
          narrow(tile[2 &* q &+ half], bias, outputs[q] + (x &+ half &* lanes))
        }
      }
      x &+= 2 &* lanes
    }
  }

  /// Adds one source row to the sums of output rows `first` through `last`, both known when compiled.
  @inline(__always)
  private func addRow(
    _ row: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int16>, _ width: Int, to first: Int, through last: Int,
    _ tile: inout Tile
  ) {
    var j = 0
    while j < width {
      let left = widened(row + j)
      let right = widened(row + j + ShortVector.scalarCount)
      var q = first
      while q <= last {
        let weight = ShortVector(repeating: weights[j &- q &* width])
        tile[2 &* q] = tile[2 &* q] &+ weight &* left
        tile[2 &* q &+ 1] = tile[2 &* q &+ 1] &+ weight &* right
        q &+= 1
      }
      j &+= 1
    }
  }

  /// As many bytes as a vector has lanes.
  @inline(__always)
  private func widened(_ bytes: UnsafePointer<UInt8>) -> ShortVector {
    #if AVX512
      cbytes_widen32(bytes)
    #elseif AVX2
      cbytes_widen16(bytes)
    #else
      cbytes_widen8(bytes)
    #endif
  }

  /// Stores values + bias, clamped to bytes.
  @inline(__always)
  private func narrow(_ values: ShortVector, _ bias: Int16, _ bytes: UnsafeMutablePointer<UInt8>) {
    let (low, high) = (0 &- bias, 255 &- bias)
    #if AVX512
      cbytes_narrow32(bytes, values, low, high, bias)
    #elseif AVX2
      cbytes_narrow16(bytes, values, low, high, bias)
    #else
      cbytes_narrow8(bytes, values, low, high, bias)
    #endif
  }
#endif
