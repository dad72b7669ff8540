#if canImport(CProcessor)
  import CProcessor
#endif

/// The vector instructions that the inner loops are built for. Results have the same bits under each.
public enum InstructionSet: Int, Sendable, CaseIterable {
  /// What every processor of the architecture has: SSE2, Neon, WebAssembly SIMD.
  case baseline
  /// AVX2 with FMA (x86-64-v3).
  case avx2
  /// AVX-512 (x86-64-v4).
  case avx512

  /// The one to use: the widest of this processor, or the lower one that the environment variable
  /// `CNNLAB_INSTRUCTION_SET` asks for.
  public static var current: InstructionSet {
    #if canImport(CProcessor)
      InstructionSet(rawValue: Int(cprocessor_level())) ?? .baseline
    #else
      .baseline
    #endif
  }

  /// True when this processor has the instructions.
  public var isSupported: Bool {
    #if canImport(CProcessor)
      rawValue <= Int(cprocessor_supported_level())
    #else
      self == .baseline
    #endif
  }
}
