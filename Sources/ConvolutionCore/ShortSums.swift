/// A whole-numbered kernel whose sums over 8-bit pixels are known exactly from their low 16 bits.
///
/// Sums lie between 255 times the negative weights and 255 times the positive ones. Where these are less than 2¹⁶
/// apart, arithmetic modulo 2¹⁶ loses nothing.
struct ShortSums: Sendable {
  let weights: [Int16]
  /// The least sum.
  let minimum: Int
  /// The largest sum.
  let maximum: Int

  /// Nil when the kernel is not whole-numbered or its sums spread too far.
  init?(_ kernel: Kernel) {
    var weights: [Int16] = []
    var minimum = 0
    var maximum = 0
    for numerator in kernel.numerators {
      guard numerator.magnitude <= 257, numerator == numerator.rounded(.towardZero) else { return nil }
      let weight = Int(numerator)
      weights.append(Int16(weight))
      if weight < 0 { minimum += weight * 255 } else { maximum += weight * 255 }
    }
    guard maximum - minimum <= 65_535 else { return nil }
    self.weights = weights
    self.minimum = minimum
    self.maximum = maximum
  }

  /// The bias as an integer, where outputs are the sums plus a whole number and stay within 16 bits.
  func wholeBias(_ bias: Float, divisor: Float) -> Int16? {
    guard divisor == 1, minimum >= -32_768, maximum <= 32_767, bias.magnitude <= 32_000,
      bias == bias.rounded(.towardZero)
    else { return nil }
    return Int16(bias)
  }
}
