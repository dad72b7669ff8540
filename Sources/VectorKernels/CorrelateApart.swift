// Four output rows that share no source rows (stride or dilation over 1).
//
// `rows[q * height + i]` points at the source value under the leftmost tap of kernel row i, output row q, column 0;
// tap j lies `offsets[j]` further. Sums run row by row as in the reference. `count` is at least 64.

/// Four rows of (Σ weight · value) / divisor + bias.
@inline(never)
public func correlateApart(
  _ outputs: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, rows: UnsafePointer<UnsafePointer<Float>>,
  weights: UnsafePointer<Float>, width: Int, height: Int, offsets: UnsafePointer<Int>, divisor: Float, bias: Float
) {
  correlate(outputs, count, rows, weights, width, height, offsets) { (sum: FloatVector) in sum / divisor + bias }
}

/// Four rows of Σ weight · value modulo 2¹⁶.
@inline(never)
public func correlateApart(
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
    if x &+ Tile<V>.columns > count { x = count &- Tile<V>.columns }
    var tile = Tile<V>()
    var i = 0
    while i < height {
      var j = 0
      while j < width {
        let weight = weights[i &* width &+ j]
        let offset = x &+ offsets[j]
        for q in 0..<4 {
          let source = rows[q &* height &+ i] + offset
          tile.add(weight, read(source), read(source + V.scalarCount), to: q)
        }
        j &+= 1
      }
      i &+= 1
    }
    tile.store(outputs, x, finish)
    x &+= Tile<V>.columns
  }
}
