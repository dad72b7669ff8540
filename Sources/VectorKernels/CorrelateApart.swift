/// Correlates four output rows that share no source rows (stride or dilation over 1).
///
/// `rows[q * height + i]` points at the source value under the leftmost tap of kernel row i, output row q, column 0;
/// tap j lies `offsets[j]` further. Sums run row by row as in the reference. `count` is at least 32.
@inline(never)
public func correlateApart(
  _ outputs: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, rows: UnsafePointer<UnsafePointer<Float>>,
  weights: UnsafePointer<Float>, width: Int, height: Int, offsets: UnsafePointer<Int>, divisor: Float, bias: Float
) {
  var x = 0
  while x < count {
    if x &+ tileColumns > count { x = count &- tileColumns }
    var sums = Tile.zero
    var i = 0
    while i < height {
      var j = 0
      while j < width {
        let weight = weights[i &* width &+ j]
        let offset = x &+ offsets[j]
        for q in 0..<4 {
          let source = rows[q &* height &+ i] + offset
          sums.add(weight, load(source), load(source + FloatVector.scalarCount), to: q)
        }
        j &+= 1
      }
      i &+= 1
    }
    sums.finish(outputs, x, divisor, bias)
    x &+= tileColumns
  }
}
