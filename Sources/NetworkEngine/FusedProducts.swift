import ConvolutionCore

extension InstructionSet {
  /// Whether the layers' loops multiply and add with one rounding under these instructions.
  ///
  /// Weights and maps have the same bits on all processors that do, and the same on all that do not; filters never do.
  public var fusesProducts: Bool {
    #if arch(arm64)
      true
    #else
      self != .baseline
    #endif
  }
}
