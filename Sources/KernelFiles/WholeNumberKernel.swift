#if canImport(SmallMatrices)
  import SmallMatrices
#endif

#if !hasFeature(Embedded)
  import ConvolutionCore
#endif

extension Kernel {
  /// Fractions as whole numerators over one divisor, as long as both stay whole `Float`s; nil where they do not.
  ///
  /// The numerators stand as they were written where they were whole.
  init?(width: Int, fractions: [Ratio], divisor: Ratio) {
    var common = 1
    for ratio in fractions {
      let factor = ratio.denominator / greatestCommonDivisor(common, ratio.denominator)
      guard let next = product(common, factor) else { return nil }
      common = next
    }
    // weight / (p/q) = numerator · q / (common · p)
    let sign = divisor.numerator < 0 ? -1 : 1
    guard let below = product(common, abs(divisor.numerator)), below <= largestWhole else { return nil }
    var numerators: [Float] = []
    for ratio in fractions {
      guard let above = product(ratio.numerator, common / ratio.denominator),
        let scaled = product(above, sign * divisor.denominator), abs(scaled) <= largestWhole
      else { return nil }
      numerators.append(Float(scaled))
    }
    try? self.init(width: width, height: fractions.count / width, numerators: numerators, divisor: Float(below))
  }
}

/// Up to here every whole number is a `Float`.
private let largestWhole = 1 << 24
