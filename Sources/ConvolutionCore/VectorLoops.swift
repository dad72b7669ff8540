#if canImport(FilterLoops)
  import FilterLoops
#endif
#if canImport(FilterLoops) && arch(x86_64)
  import FilterLoopsAVX2
  import FilterLoopsAVX512
#endif

/// The inner loops of one instruction set. In WebAssembly there is one, compiled with this module.
struct VectorLoops: Sendable {
  typealias Floats = UnsafePointer<Float>
  typealias Doubles = UnsafePointer<Double>
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
  typealias CorrelateBytes =
    @Sendable (
      _ outputs: UnsafePointer<UnsafeMutablePointer<UInt8>>, _ count: Int, _ rows: UnsafePointer<Bytes>,
      _ weights: Shorts, _ width: Int, _ height: Int, _ bias: Int16
    ) -> Void
  typealias CorrelateDoubles =
    @Sendable (
      _ outputs: UnsafePointer<UnsafeMutablePointer<Double>>, _ count: Int, _ rows: UnsafePointer<Doubles>,
      _ weights: Doubles, _ width: Int, _ height: Int, _ offsets: UnsafePointer<Int>
    ) -> Void
  typealias Activate = @Sendable (_ values: UnsafeMutablePointer<Float>, _ count: Int, _ parameter: Float) -> Void

  /// Four output rows that share source rows, and four that share none.
  let correlateNeighbours: CorrelateStreaming, correlateApart: CorrelateFloats
  /// The same, in integers modulo 2¹⁶.
  let correlateNeighbouringShorts: CorrelateShorts, correlateShortsApart: CorrelateShorts
  /// From bytes to clamped bytes; nil in WebAssembly.
  let correlateBytes: CorrelateBytes?
  /// The same, in double precision.
  let correlateNeighbouringDoubles: CorrelateDoubles, correlateDoublesApart: CorrelateDoubles
  let widenToDoubles: @Sendable (Bytes, _ count: Int, UnsafeMutablePointer<Double>) -> Void
  let widenFloats: @Sendable (Floats, _ count: Int, UnsafeMutablePointer<Double>) -> Void
  let roundDoublesToFloats:
    @Sendable (Doubles, _ count: Int, _ divisor: Double, _ bias: Double, UnsafeMutablePointer<Float>) -> Void
  let roundDoubles:
    @Sendable (Doubles, _ count: Int, _ divisor: Double, _ bias: Double, UnsafeMutablePointer<UInt8>) -> Void
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
    #if canImport(FilterLoops)
      switch set {
      #if arch(x86_64)
        case .avx2:
          correlateNeighbours = FilterLoopsAVX2.correlateNeighbours
          correlateApart = FilterLoopsAVX2.correlateApart
          correlateNeighbouringShorts = FilterLoopsAVX2.correlateNeighbours
          correlateShortsApart = FilterLoopsAVX2.correlateApart
          correlateBytes = FilterLoopsAVX2.correlateBytes
          correlateNeighbouringDoubles = FilterLoopsAVX2.correlateNeighbours
          correlateDoublesApart = FilterLoopsAVX2.correlateApart
          widenToDoubles = FilterLoopsAVX2.widen
          widenFloats = FilterLoopsAVX2.widen
          roundDoublesToFloats = FilterLoopsAVX2.roundToFloats
          roundDoubles = FilterLoopsAVX2.roundToBytes
          widenToFloats = FilterLoopsAVX2.widen
          widenToShorts = FilterLoopsAVX2.widen
          roundFloats = FilterLoopsAVX2.roundToBytes
          roundShorts = FilterLoopsAVX2.roundToBytes
          clampShorts = FilterLoopsAVX2.clampToBytes
          applyLeakyReLU = FilterLoopsAVX2.applyLeakyReLU
          applyTanh = FilterLoopsAVX2.applyTanh
          applySigmoid = FilterLoopsAVX2.applySigmoid
        case .avx512:
          correlateNeighbours = FilterLoopsAVX512.correlateNeighbours
          correlateApart = FilterLoopsAVX512.correlateApart
          correlateNeighbouringShorts = FilterLoopsAVX512.correlateNeighbours
          correlateShortsApart = FilterLoopsAVX512.correlateApart
          correlateBytes = FilterLoopsAVX512.correlateBytes
          correlateNeighbouringDoubles = FilterLoopsAVX512.correlateNeighbours
          correlateDoublesApart = FilterLoopsAVX512.correlateApart
          widenToDoubles = FilterLoopsAVX512.widen
          widenFloats = FilterLoopsAVX512.widen
          roundDoublesToFloats = FilterLoopsAVX512.roundToFloats
          roundDoubles = FilterLoopsAVX512.roundToBytes
          widenToFloats = FilterLoopsAVX512.widen
          widenToShorts = FilterLoopsAVX512.widen
          roundFloats = FilterLoopsAVX512.roundToBytes
          roundShorts = FilterLoopsAVX512.roundToBytes
          clampShorts = FilterLoopsAVX512.clampToBytes
          applyLeakyReLU = FilterLoopsAVX512.applyLeakyReLU
          applyTanh = FilterLoopsAVX512.applyTanh
          applySigmoid = FilterLoopsAVX512.applySigmoid
      #endif
      default:
        correlateNeighbours = FilterLoops.correlateNeighbours
        correlateApart = FilterLoops.correlateApart
        correlateNeighbouringShorts = FilterLoops.correlateNeighbours
        correlateShortsApart = FilterLoops.correlateApart
        #if arch(wasm32)
          correlateBytes = nil
        #else
          correlateBytes = FilterLoops.correlateBytes
        #endif
        correlateNeighbouringDoubles = FilterLoops.correlateNeighbours
        correlateDoublesApart = FilterLoops.correlateApart
        widenToDoubles = FilterLoops.widen
        widenFloats = FilterLoops.widen
        roundDoublesToFloats = FilterLoops.roundToFloats
        roundDoubles = FilterLoops.roundToBytes
        widenToFloats = FilterLoops.widen
        widenToShorts = FilterLoops.widen
        roundFloats = FilterLoops.roundToBytes
        roundShorts = FilterLoops.roundToBytes
        clampShorts = FilterLoops.clampToBytes
        applyLeakyReLU = FilterLoops.applyLeakyReLU
        applyTanh = FilterLoops.applyTanh
        applySigmoid = FilterLoops.applySigmoid
      }
    #else
      correlateNeighbours = ConvolutionCore.correlateNeighbours
      correlateApart = ConvolutionCore.correlateApart
      correlateNeighbouringShorts = ConvolutionCore.correlateNeighbours
      correlateShortsApart = ConvolutionCore.correlateApart
      correlateBytes = nil
      correlateNeighbouringDoubles = ConvolutionCore.correlateNeighbours
      correlateDoublesApart = ConvolutionCore.correlateApart
      widenToDoubles = ConvolutionCore.widen
      widenFloats = ConvolutionCore.widen
      roundDoublesToFloats = ConvolutionCore.roundToFloats
      roundDoubles = ConvolutionCore.roundToBytes
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
