import ConvolutionCore

extension SeededGenerator {
  /// The next number from `low` up to `high`.
  mutating func uniform(_ low: Float, _ high: Float) -> Float {
    low + (high - low) * Float(uniform())
  }

  /// The next normally distributed number with mean 0 and deviation 1.
  mutating func normal() -> Float { Float(normal() as Double) }
}
