// This folder is one source that is built once for each instruction set (see Package.swift): `WIDE` is AVX-512,
// `FUSED` alone is AVX2, neither is what every processor has. Its functions take plain pointers and numbers, so that
// nothing generic is shared between the three builds.
//
// Products are rounded before they are added, also where the processor could fuse the two: each output then has the
// same bits on every machine, in WebAssembly, and in the naive reference.
#if WIDE
  typealias FloatVector = SIMD16<Float>
  typealias IntegerVector = SIMD16<Int32>
#elseif FUSED
  typealias FloatVector = SIMD8<Float>
  typealias IntegerVector = SIMD8<Int32>
#else
  typealias FloatVector = SIMD4<Float>
  typealias IntegerVector = SIMD4<Int32>
#endif

@inline(__always)
func load(_ pointer: UnsafePointer<Float>) -> FloatVector {
  UnsafeRawPointer(pointer).loadUnaligned(as: FloatVector.self)
}

@inline(__always)
func store(_ value: FloatVector, _ pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: FloatVector.self)
}
