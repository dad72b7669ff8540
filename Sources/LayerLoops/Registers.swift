// How much of a sum fits into the vector registers. A tile is rows × columns accumulators, the smaller side's operands
// held beside them, the other side's streamed; where the processor does not fuse, the product needs a register too.

/// Vector registers of the processors that this build is for.
@inline(__always) var registers: Int {
  #if AVX512 || arch(arm64)
    32
  #elseif AVX2 || arch(x86_64)
    16
  #else
    // WebAssembly, of whose sixteen on x86-64 the browsers keep one.
    15
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
