#if canImport(CStreamingStores)
  import CStreamingStores
#endif

// This folder is one source that is built once for each instruction set (see Package.swift), `AVX512` or `AVX2` or
// neither: what every processor has. Its functions take plain pointers and numbers, so that
// nothing generic is shared between the three builds.
//
// Products are rounded before they are added, also where the processor could fuse the two: each output then has the
// same bits on every machine, in WebAssembly, and in the naive reference.
#if AVX512
  typealias FloatVector = SIMD16<Float>
  typealias IntegerVector = SIMD16<Int32>
  typealias ShortVector = SIMD32<Int16>
  typealias DoubleVector = SIMD8<Double>
#elseif AVX2
  typealias FloatVector = SIMD8<Float>
  typealias IntegerVector = SIMD8<Int32>
  typealias ShortVector = SIMD16<Int16>
  typealias DoubleVector = SIMD4<Double>
#else
  typealias FloatVector = SIMD4<Float>
  typealias IntegerVector = SIMD4<Int32>
  typealias ShortVector = SIMD8<Int16>
  typealias DoubleVector = SIMD2<Double>
#endif

/// sum + weight · value, rounded twice.
@inline(__always)
func multiplyAdd(_ sum: FloatVector, _ weight: FloatVector, _ value: FloatVector) -> FloatVector {
  sum + weight * value
}

/// sum + weight · value; exact where all are whole numbers under 2⁵³.
@inline(__always)
func multiplyAdd(_ sum: DoubleVector, _ weight: DoubleVector, _ value: DoubleVector) -> DoubleVector {
  sum + weight * value
}

// No type and no protocol is declared here, and what is generic is private and inlined: metadata and generic code bring
// weak functions along, and the linker could take the copy with wide instructions for the whole program. A test looks
// for such functions.

@inline(__always)
func read(_ pointer: UnsafePointer<Float>) -> FloatVector {
  UnsafeRawPointer(pointer).loadUnaligned(as: FloatVector.self)
}

@inline(__always)
func write(_ value: FloatVector, _ pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: FloatVector.self)
}

/// Stores past the caches; the address is aligned to the vector. WebAssembly has only plain stores.
@inline(__always)
func stream(_ target: UnsafeMutableRawPointer, _ value: FloatVector) {
  #if !canImport(CStreamingStores)
    target.storeBytes(of: value, as: FloatVector.self)
  #elseif AVX512
    cstream_float16(target, value)
  #elseif AVX2
    cstream_float8(target, value)
  #else
    cstream_float4(target, value)
  #endif
}

/// Makes what was streamed visible to the other processors.
@inline(__always)
func finishStreaming() {
  #if canImport(CStreamingStores)
    cstream_finish()
  #endif
}
