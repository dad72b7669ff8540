// Four output rows that are neighbours in the source too (stride 1, dilation 1): every source vector is loaded once
// for all four.
//
// `rows[r]`, r < height + 3, points at the source value under the leftmost tap of output column 0; tap j lies
// `offsets[j]` further. Sums run row by row as in the reference. `count` is at least 64.

/// Four rows of (Σ weight · value) / divisor + bias.
@inline(never)
public func correlateNeighbours(
  _ outputs: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, rows: UnsafePointer<UnsafePointer<Float>>,
  weights: UnsafePointer<Float>, width: Int, height: Int, offsets: UnsafePointer<Int>, divisor: Float, bias: Float
) {
  if divisor == 1 {
    correlate(outputs, count, rows, weights, width, height, offsets) { (sum: FloatVector) in sum + bias }
  } else {
    correlate(outputs, count, rows, weights, width, height, offsets) { (sum: FloatVector) in sum / divisor + bias }
  }
}

/// Four rows of Σ weight · value modulo 2¹⁶.
@inline(never)
public func correlateNeighbours(
  _ outputs: UnsafePointer<UnsafeMutablePointer<Int16>>, count: Int, rows: UnsafePointer<UnsafePointer<Int16>>,
  weights: UnsafePointer<Int16>, width: Int, height: Int, offsets: UnsafePointer<Int>
) {
  correlate(outputs, count, rows, weights, width, height, offsets) { (sum: ShortVector) in sum }
}

@inline(__always)
private func correlate<V: SumVector>(
  _ outputs: OutputRows<V>, _ count: Int, _ rows: SourceRows<V>, _ weights: UnsafePointer<V.Scalar>, _ width: Int,
  _ height: Int, _ offsets: UnsafePointer<Int>, _ finish: (V) -> V
) {
  var x = 0
  while x < count {
    // The last tile ends with the row: where it overlaps its neighbour both store the same values.
    if x &+ Tile<V>.columns > count { x = count &- Tile<V>.columns }
    var tile = Tile<V>()
    var r = 0
    while r < height &+ 3 {
      let row = rows[r] + x
      let weights = weights + r &* width
      // Source row r takes part in output rows max(0, r − height + 1)...min(3, r). Each range has a loop of its own,
      // so that the compiler sees which registers it adds to.
      switch (max(0, r &- height &+ 1), min(3, r)) {
      case (0, 0): add(row, weights, width, offsets, to: 0, through: 0, &tile)
      case (0, 1): add(row, weights, width, offsets, to: 0, through: 1, &tile)
      case (0, 2): add(row, weights, width, offsets, to: 0, through: 2, &tile)
      case (0, _): add(row, weights, width, offsets, to: 0, through: 3, &tile)
      case (1, 1): add(row, weights, width, offsets, to: 1, through: 1, &tile)
      case (1, 2): add(row, weights, width, offsets, to: 1, through: 2, &tile)
      case (1, _): add(row, weights, width, offsets, to: 1, through: 3, &tile)
      case (2, 2): add(row, weights, width, offsets, to: 2, through: 2, &tile)
      case (2, _): add(row, weights, width, offsets, to: 2, through: 3, &tile)
      default: add(row, weights, width, offsets, to: 3, through: 3, &tile)
      }
      r &+= 1
    }
    tile.store(outputs, x, finish)
    x &+= Tile<V>.columns
  }
}

/// Adds one source row to the sums of output rows `first` through `last`, both known when compiled.
@inline(__always)
private func add<V: SumVector>(
  _ row: UnsafePointer<V.Scalar>, _ weights: UnsafePointer<V.Scalar>, _ width: Int, _ offsets: UnsafePointer<Int>,
  to first: Int, through last: Int, _ tile: inout Tile<V>
) {
  var j = 0
  while j < width {
    let source = row + offsets[j]
    let left: V = read(source)
    let right: V = read(source + V.scalarCount)
    var q = first
    while q <= last {
      tile.add(weights[j &- q &* width], left, right, to: q)
      q &+= 1
    }
    j &+= 1
  }
}
