// This folder is one source that is built once for each instruction set (see Package.swift): `WIDE` is AVX-512,
// `FUSED` alone is AVX2, neither is what every processor has. Its functions take plain pointers and numbers, so that
// nothing generic is shared between the three builds.
//
// Products are rounded before they are added, also where the processor could fuse the two: each output then has the
// same bits on every machine, in WebAssembly, and in the naive reference.
#if WIDE
  typealias FloatVector = SIMD16<Float>
  typealias IntegerVector = SIMD16<Int32>
  typealias ShortVector = SIMD32<Int16>
#elseif FUSED
  typealias FloatVector = SIMD8<Float>
  typealias IntegerVector = SIMD8<Int32>
  typealias ShortVector = SIMD16<Int16>
#else
  typealias FloatVector = SIMD4<Float>
  typealias IntegerVector = SIMD4<Int32>
  typealias ShortVector = SIMD8<Int16>
#endif

/// A register full of numbers that a correlation sums.
protocol SumVector: SIMD {
  mutating func addProduct(of weight: Self, _ value: Self)
}

extension FloatVector: SumVector {
  @inline(__always)
  mutating func addProduct(of weight: Self, _ value: Self) { self += weight * value }
}

extension ShortVector: SumVector {
  @inline(__always)
  mutating func addProduct(of weight: Self, _ value: Self) { self &+= weight &* value }
}

@inline(__always)
func read<V: SIMD>(_ pointer: UnsafePointer<V.Scalar>) -> V {
  UnsafeRawPointer(pointer).loadUnaligned(as: V.self)
}

@inline(__always)
func write<V: SIMD>(_ value: V, _ pointer: UnsafeMutablePointer<V.Scalar>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: V.self)
}
