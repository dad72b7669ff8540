#if canImport(VectorKernels)
  import VectorKernels
  import VectorKernelsAVX2
  import VectorKernelsAVX512
#endif

/// The inner loops of one instruction set. In WebAssembly there is one, compiled with this module.
struct VectorLoops: Sendable {
  typealias Floats = UnsafePointer<Float>
  typealias Shorts = UnsafePointer<Int16>
  typealias Bytes = UnsafePointer<UInt8>
  typealias CorrelateFloats =
    @Sendable (
      _ outputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int, _ rows: UnsafePointer<Floats>,
      _ weights: Floats, _ width: Int, _ height: Int, _ offsets: UnsafePointer<Int>, _ divisor: Float, _ bias: Float
    ) -> Void
  typealias CorrelateStreaming =
    @Sendable (
      _ outputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int, _ rows: UnsafePointer<Floats>,
      _ weights: Floats, _ width: Int, _ height: Int, _ offsets: UnsafePointer<Int>, _ divisor: Float, _ bias: Float,
      _ streams: Bool
    ) -> Void
  typealias CorrelateShorts =
    @Sendable (
      _ outputs: UnsafePointer<UnsafeMutablePointer<Int16>>, _ count: Int, _ rows: UnsafePointer<Shorts>,
      _ weights: Shorts, _ width: Int, _ height: Int, _ offsets: UnsafePointer<Int>
    ) -> Void
  typealias Activate = @Sendable (_ values: UnsafeMutablePointer<Float>, _ count: Int, _ parameter: Float) -> Void

  /// Four output rows that share source rows, and four that share none.
  let correlateNeighbours: CorrelateStreaming, correlateApart: CorrelateFloats
  /// The same, in integers modulo 2¹⁶.
  let correlateNeighbouringShorts: CorrelateShorts, correlateShortsApart: CorrelateShorts
  let widenToFloats: @Sendable (Bytes, _ count: Int, UnsafeMutablePointer<Float>) -> Void
  let widenToShorts: @Sendable (Bytes, _ count: Int, UnsafeMutablePointer<Int16>) -> Void
  let roundFloats: @Sendable (Floats, _ count: Int, UnsafeMutablePointer<UInt8>) -> Void
  let roundShorts:
    @Sendable (
      Shorts, _ count: Int, _ minimum: Int, _ divisor: Float, _ bias: Float, UnsafeMutablePointer<UInt8>
    ) -> Void
  let clampShorts: @Sendable (Shorts, _ count: Int, _ bias: Int16, UnsafeMutablePointer<UInt8>) -> Void
  let applyLeakyReLU: Activate, applyTanh: Activate, applySigmoid: Activate

  static let current = VectorLoops(.current)

  init(_ set: InstructionSet) {
    #if canImport(VectorKernels)
      switch set {
      case .baseline:
        correlateNeighbours = VectorKernels.correlateNeighbours
        correlateApart = VectorKernels.correlateApart
        correlateNeighbouringShorts = VectorKernels.correlateNeighbours
        correlateShortsApart = VectorKernels.correlateApart
        widenToFloats = VectorKernels.widen
        widenToShorts = VectorKernels.widen
        roundFloats = VectorKernels.roundToBytes
        roundShorts = VectorKernels.roundToBytes
        clampShorts = VectorKernels.clampToBytes
        applyLeakyReLU = VectorKernels.applyLeakyReLU
        applyTanh = VectorKernels.applyTanh
        applySigmoid = VectorKernels.applySigmoid
      case .avx2:
        correlateNeighbours = VectorKernelsAVX2.correlateNeighbours
        correlateApart = VectorKernelsAVX2.correlateApart
        correlateNeighbouringShorts = VectorKernelsAVX2.correlateNeighbours
        correlateShortsApart = VectorKernelsAVX2.correlateApart
        widenToFloats = VectorKernelsAVX2.widen
        widenToShorts = VectorKernelsAVX2.widen
        roundFloats = VectorKernelsAVX2.roundToBytes
        roundShorts = VectorKernelsAVX2.roundToBytes
        clampShorts = VectorKernelsAVX2.clampToBytes
        applyLeakyReLU = VectorKernelsAVX2.applyLeakyReLU
        applyTanh = VectorKernelsAVX2.applyTanh
        applySigmoid = VectorKernelsAVX2.applySigmoid
      case .avx512:
        correlateNeighbours = VectorKernelsAVX512.correlateNeighbours
        correlateApart = VectorKernelsAVX512.correlateApart
        correlateNeighbouringShorts = VectorKernelsAVX512.correlateNeighbours
        correlateShortsApart = VectorKernelsAVX512.correlateApart
        widenToFloats = VectorKernelsAVX512.widen
        widenToShorts = VectorKernelsAVX512.widen
        roundFloats = VectorKernelsAVX512.roundToBytes
        roundShorts = VectorKernelsAVX512.roundToBytes
        clampShorts = VectorKernelsAVX512.clampToBytes
        applyLeakyReLU = VectorKernelsAVX512.applyLeakyReLU
        applyTanh = VectorKernelsAVX512.applyTanh
        applySigmoid = VectorKernelsAVX512.applySigmoid
      }
    #else
      correlateNeighbours = ConvolutionCore.correlateNeighbours
      correlateApart = ConvolutionCore.correlateApart
      correlateNeighbouringShorts = ConvolutionCore.correlateNeighbours
      correlateShortsApart = ConvolutionCore.correlateApart
      widenToFloats = ConvolutionCore.widen
      widenToShorts = ConvolutionCore.widen
      roundFloats = ConvolutionCore.roundToBytes
      roundShorts = ConvolutionCore.roundToBytes
      clampShorts = ConvolutionCore.clampToBytes
      applyLeakyReLU = ConvolutionCore.applyLeakyReLU
      applyTanh = ConvolutionCore.applyTanh
      applySigmoid = ConvolutionCore.applySigmoid
    #endif
  }
}
