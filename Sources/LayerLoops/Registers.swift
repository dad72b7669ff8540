// How much of a sum fits into the vector registers. A tile is rows × columns accumulators, the smaller side's operands
// held beside them, the other side's streamed; where the processor does not fuse, the product needs a register too.

/// Vector registers of the processors that this build is for.
@inline(__always) var registers: Int {
  #if AVX512 || arch(arm64)
    32
  #elseif AVX2 || arch(x86_64)
    16
  #else
    // WebAssembly, as V8 compiles it for the sixteen of x86-64.
    13
  #endif
}

/// Registers beside the accumulators and the held operands.
@inline(__always) var spareRegisters: Int {
  #if AVX2 || AVX512 || arch(arm64)
    1
  #else
    2
  #endif
}

/// The most accumulators of a tile with one column, whose operands are all broadcast: LLVM loads them ahead of their use,
/// so that in WebAssembly they need registers too.
@inline(__always) var mostBroadcasts: Int { registers < 16 ? 6 : registers < 32 ? 8 : 16 }

/// Whether a tile stays in the registers.
@inline(__always) func fits(_ rows: Int, _ columns: Int) -> Bool {
  rows &* columns &+ min(rows, columns) &+ spareRegisters <= registers
}

/// The most columns, eight at most, with which a tile of `rows` rows fits.
@inline(__always) func mostColumns(_ rows: Int) -> Int {
  var columns = 8
  while columns > 1 && !fits(rows, columns) { columns &-= 1 }
  return columns
}
