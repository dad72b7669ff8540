#if canImport(VectorKernels)
  import VectorKernels
  import VectorKernelsAVX2
  import VectorKernelsAVX512
#endif

/// The inner loops of one instruction set. In WebAssembly there is one, compiled with this module.
struct VectorLoops: Sendable {
  typealias Correlate =
    @Sendable (
      _ outputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int,
      _ rows: UnsafePointer<UnsafePointer<Float>>, _ weights: UnsafePointer<Float>, _ width: Int, _ height: Int,
      _ offsets: UnsafePointer<Int>, _ divisor: Float, _ bias: Float
    ) -> Void

  typealias Activate = @Sendable (_ values: UnsafeMutablePointer<Float>, _ count: Int, _ parameter: Float) -> Void

  /// Four output rows that share source rows.
  let correlateNeighbours: Correlate
  /// Four output rows that share none.
  let correlateApart: Correlate

  /// Leaky ReLU of a slope, in place.
  let applyLeakyReLU: Activate
  /// tanh at a scale, in place.
  let applyTanh: Activate
  /// The logistic function at a scale, in place.
  let applySigmoid: Activate

  static let current = VectorLoops(.current)

  init(_ set: InstructionSet) {
    #if canImport(VectorKernels)
      switch set {
      case .baseline:
        correlateNeighbours = VectorKernels.correlateNeighbours
        correlateApart = VectorKernels.correlateApart
        applyLeakyReLU = VectorKernels.applyLeakyReLU
        applyTanh = VectorKernels.applyTanh
        applySigmoid = VectorKernels.applySigmoid
      case .avx2:
        correlateNeighbours = VectorKernelsAVX2.correlateNeighbours
        correlateApart = VectorKernelsAVX2.correlateApart
        applyLeakyReLU = VectorKernelsAVX2.applyLeakyReLU
        applyTanh = VectorKernelsAVX2.applyTanh
        applySigmoid = VectorKernelsAVX2.applySigmoid
      case .avx512:
        correlateNeighbours = VectorKernelsAVX512.correlateNeighbours
        correlateApart = VectorKernelsAVX512.correlateApart
        applyLeakyReLU = VectorKernelsAVX512.applyLeakyReLU
        applyTanh = VectorKernelsAVX512.applyTanh
        applySigmoid = VectorKernelsAVX512.applySigmoid
      }
    #else
      correlateNeighbours = ConvolutionCore.correlateNeighbours
      correlateApart = ConvolutionCore.correlateApart
      applyLeakyReLU = ConvolutionCore.applyLeakyReLU
      applyTanh = ConvolutionCore.applyTanh
      applySigmoid = ConvolutionCore.applySigmoid
    #endif
  }
}
