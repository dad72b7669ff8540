// Sixteen rows of sixteen floats become columns, from memory to memory.

/// Rows of sixteen floats that lie `step` apart become rows `width` apart; rows from `count` on are taken as zero.
@inline(__always) func transpose(
  _ from: UnsafePointer<Float>, _ step: Int, count: Int, _ to: UnsafeMutablePointer<Float>, _ width: Int
) {
  #if AVX512
    var rows = Square(repeating: InlineArray(repeating: spread(0)))
    if count == 16 {
      for i in 0..<4 {
        for j in 0..<4 { rows[i][j] = (from + (4 &* i &+ j) &* step).block }
      }
    } else {
      for i in 0..<4 {
        for j in 0..<4 where 4 &* i &+ j < count { rows[i][j] = (from + (4 &* i &+ j) &* step).block }
      }
    }
    rows = transposed(rows)
    for i in 0..<4 {
      for j in 0..<4 { (to + (4 &* i &+ j) &* width).block = rows[i][j] }
    }
  #else
    var i = 0
    while i < 16 {
      var j = 0
      while j < 16 {
        var rows = InlineArray<4, SIMD4<Float>>(repeating: SIMD4(repeating: 0))
        if i &+ 4 <= count {
          for r in 0..<4 { rows[r] = (from + (i &+ r) &* step + j).four }
        } else {
          for r in 0..<4 where i &+ r < count { rows[r] = (from + (i &+ r) &* step + j).four }
        }
        rows = transposed(rows)
        for r in 0..<4 { (to + (j &+ r) &* width + i).four = rows[r] }
        j &+= 4
      }
      i &+= 4
    }
  #endif
}

extension UnsafePointer<Float> {
  @inline(__always) fileprivate var four: SIMD4<Float> {
    UnsafeRawPointer(self).assumingMemoryBound(to: SIMD4<Float>.self).pointee
  }
}

extension UnsafeMutablePointer<Float> {
  @inline(__always) fileprivate var four: SIMD4<Float> {
    get { UnsafeRawPointer(self).assumingMemoryBound(to: SIMD4<Float>.self).pointee }
    nonmutating set { UnsafeMutableRawPointer(self).assumingMemoryBound(to: SIMD4<Float>.self).pointee = newValue }
  }
}

#if AVX512
  /// Sixteen rows; four times four, as a long array is not unrolled.
  private typealias Square = InlineArray<4, InlineArray<4, Block>>

  /// Four rounds of interleaving rows that stand eight apart, which needs no table.
  @inline(__always) private func transposed(_ rows: Square) -> Square {
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
#else
  /// Four rows, by two rounds of the same.
  @inline(__always) private func transposed(_ rows: InlineArray<4, SIMD4<Float>>) -> InlineArray<4, SIMD4<Float>> {
    interleaved(interleaved(rows))
  }

  @inline(__always) private func interleaved(_ rows: InlineArray<4, SIMD4<Float>>) -> InlineArray<4, SIMD4<Float>> {
    var next = rows
    for i in 0..<2 {
      next[2 &* i].evenHalf = rows[i].lowHalf
      next[2 &* i].oddHalf = rows[i &+ 2].lowHalf
      next[2 &* i &+ 1].evenHalf = rows[i].highHalf
      next[2 &* i &+ 1].oddHalf = rows[i &+ 2].highHalf
    }
    return next
  }
#endif
