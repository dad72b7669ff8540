#if canImport(SmallMatrices)
  import SmallMatrices
#endif

/// A fraction of whole numbers in lowest terms; every operation gives nil rather than overflow.
struct Ratio: Equatable {
  let numerator: Int
  /// Positive.
  let denominator: Int

  init?(_ numerator: Int, _ denominator: Int = 1) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0 ? -1 : 1)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  func multiplied(by other: Ratio) -> Ratio? {
    guard let above = product(numerator, other.numerator), let below = product(denominator, other.denominator)
    else { return nil }
    return Ratio(above, below)
  }

  func divided(by other: Ratio) -> Ratio? {
    guard let above = product(numerator, other.denominator), let below = product(denominator, other.numerator)
    else { return nil }
    return Ratio(above, below)
  }
}

/// first · second; nil on overflow.
func product(_ first: Int, _ second: Int) -> Int? {
  let (value, overflow) = first.multipliedReportingOverflow(by: second)
  return overflow || value == .min ? nil : value
}
