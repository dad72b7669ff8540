import CLayerLoops

// The vector that the innermost loops work on: as wide as the instruction set of this build allows.
// Sixteen samples are one, two or four of them. Nothing here may be generic over a public type or leave the module:
// the linker keeps one copy of a shared specialisation, and it could be the one built for another processor.

#if AVX512
  typealias Lanes = SIMD16<Float>
#elseif AVX2
  typealias Lanes = SIMD8<Float>
#else
  typealias Lanes = SIMD4<Float>
#endif

/// Floats in one vector.
@inline(__always) var laneWidth: Int { Lanes.scalarCount }

/// All sixteen samples at once, for loops that memory bounds.
typealias Block = SIMD16<Float>
// What the functions of Lanes/ work on.
typealias FloatVector = Block
typealias IntegerVector = SIMD16<Int32>

/// Floats from one value to the next: a block of sixteen samples.
@inline(__always) var blockWidth: Int { 16 }

extension UnsafePointer<Float> {
  @inline(__always) var lanes: Lanes {
    UnsafeRawPointer(self).assumingMemoryBound(to: Lanes.self).pointee
  }
  @inline(__always) var block: Block {
    UnsafeRawPointer(self).assumingMemoryBound(to: Block.self).pointee
  }
}

extension UnsafeMutablePointer<Float> {
  @inline(__always) var lanes: Lanes {
    get { UnsafeRawPointer(self).assumingMemoryBound(to: Lanes.self).pointee }
    nonmutating set { UnsafeMutableRawPointer(self).assumingMemoryBound(to: Lanes.self).pointee = newValue }
  }
  @inline(__always) var block: Block {
    get { UnsafeRawPointer(self).assumingMemoryBound(to: Block.self).pointee }
    nonmutating set { UnsafeMutableRawPointer(self).assumingMemoryBound(to: Block.self).pointee = newValue }
  }
}

/// sum + factor · value: one rounding where every processor of this build fuses the two (AVX2, AVX-512, arm64), two
/// elsewhere (baseline x86, WebAssembly). Results have the same bits within each of the two groups.
@inline(__always) func multiplyAdd(_ sum: Lanes, _ value: Lanes, _ factor: Lanes) -> Lanes {
  #if AVX2 || AVX512 || arch(arm64)
    sum.addingProduct(value, factor)
  #else
    sum + value * factor
  #endif
}

#if !AVX512
  /// sum + factor · value for sixteen samples.
  @inline(__always) func multiplyAdd(_ sum: Block, _ value: Block, _ factor: Block) -> Block {
    #if AVX2 || arch(arm64)
      sum.addingProduct(value, factor)
    #else
      sum + value * factor
    #endif
  }
#endif

@inline(__always) func spread(_ value: Float) -> Block { Block(repeating: value) }

/// The sums of samples four apart: the first half of summing sixteen in a fixed order.
@inline(__always) func quarter(_ block: Block) -> SIMD4<Float> {
  let eight = block.lowHalf + block.highHalf
  return eight.lowHalf + eight.highHalf
}

/// The second half for four blocks: the total of each, (a₀ + a₂) + (a₁ + a₃).
@inline(__always) func folded(_ rows: InlineArray<4, SIMD4<Float>>) -> SIMD4<Float> {
  let left =
    SIMD4(lowHalf: rows[0].lowHalf, highHalf: rows[1].lowHalf)
    + SIMD4(lowHalf: rows[0].highHalf, highHalf: rows[1].highHalf)
  let right =
    SIMD4(lowHalf: rows[2].lowHalf, highHalf: rows[3].lowHalf)
    + SIMD4(lowHalf: rows[2].highHalf, highHalf: rows[3].highHalf)
  return SIMD4(lowHalf: left.evenHalf, highHalf: right.evenHalf)
    + SIMD4(lowHalf: left.oddHalf, highHalf: right.oddHalf)
}
