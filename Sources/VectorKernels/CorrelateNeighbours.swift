/// Correlates four output rows that are neighbours in the source too (stride 1, dilation 1): every source vector is
/// loaded once for all four.
///
/// `rows[r]`, r < height + 3, points at the source value under the leftmost tap of output column 0; tap j lies
/// `offsets[j]` further. Sums run row by row as in the reference. `count` is at least 32.
@inline(never)
public func correlateNeighbours(
  _ outputs: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, rows: UnsafePointer<UnsafePointer<Float>>,
  weights: UnsafePointer<Float>, width: Int, height: Int, offsets: UnsafePointer<Int>, divisor: Float, bias: Float
) {
  var x = 0
  while x < count {
    // The last tile ends with the row: where it overlaps its neighbour both store the same values.
    if x &+ tileColumns > count { x = count &- tileColumns }
    var sums = Tile.zero
    var r = 0
    while r < height &+ 3 {
      let row = rows[r] + x
      let weights = weights + r &* width
      // Source row r takes part in output rows max(0, r − height + 1)...min(3, r). Each range has a loop of its own,
      // so that the compiler sees which registers it adds to.
      switch (max(0, r &- height &+ 1), min(3, r)) {
      case (0, 0): addRow(row, weights, width, offsets, to: 0, through: 0, &sums)
      case (0, 1): addRow(row, weights, width, offsets, to: 0, through: 1, &sums)
      case (0, 2): addRow(row, weights, width, offsets, to: 0, through: 2, &sums)
      case (0, _): addRow(row, weights, width, offsets, to: 0, through: 3, &sums)
      case (1, 1): addRow(row, weights, width, offsets, to: 1, through: 1, &sums)
      case (1, 2): addRow(row, weights, width, offsets, to: 1, through: 2, &sums)
      case (1, _): addRow(row, weights, width, offsets, to: 1, through: 3, &sums)
      case (2, 2): addRow(row, weights, width, offsets, to: 2, through: 2, &sums)
      case (2, _): addRow(row, weights, width, offsets, to: 2, through: 3, &sums)
      default: addRow(row, weights, width, offsets, to: 3, through: 3, &sums)
      }
      r &+= 1
    }
    sums.finish(outputs, x, divisor, bias)
    x &+= tileColumns
  }
}

/// Adds one source row to the sums of output rows `first` through `last`, both known when compiled.
@inline(__always)
private func addRow(
  _ row: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ width: Int, _ offsets: UnsafePointer<Int>,
  to first: Int, through last: Int, _ sums: inout Tile
) {
  var j = 0
  while j < width {
    let source = row + offsets[j]
    let left = load(source)
    let right = load(source + FloatVector.scalarCount)
    var q = first
    while q <= last {
      sums.add(weights[j &- q &* width], left, right, to: q)
      q &+= 1
    }
    j &+= 1
  }
}
