/// Sixteen rows of sixteen floats; four times four, as a long array is not unrolled.
typealias Square = InlineArray<4, InlineArray<4, Block>>

/// Rows as columns: four rounds of interleaving rows that stand eight apart, which needs no table.
@inline(__always) func transposed(_ rows: Square) -> Square {
  interleaved(interleaved(interleaved(interleaved(rows))))
}

@inline(__always) private func interleaved(_ rows: Square) -> Square {
  var next = rows
  for i in 0..<2 {
    for j in 0..<2 {
      (next[2 &* i &+ j][0], next[2 &* i &+ j][1]) = interleaved(rows[i][2 &* j], rows[i &+ 2][2 &* j])
      (next[2 &* i &+ j][2], next[2 &* i &+ j][3]) = interleaved(rows[i][2 &* j &+ 1], rows[i &+ 2][2 &* j &+ 1])
    }
  }
  return next
}

/// a₀ b₀ a₁ b₁ … in two vectors.
@inline(__always) private func interleaved(_ a: Block, _ b: Block) -> (Block, Block) {
  var low = Block(repeating: 0)
  var high = Block(repeating: 0)
  low.evenHalf = a.lowHalf
  low.oddHalf = b.lowHalf
  high.evenHalf = a.highHalf
  high.oddHalf = b.highHalf
  return (low, high)
}
