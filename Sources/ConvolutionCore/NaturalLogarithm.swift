/// The natural logarithm of a positive number, to 1e-15: the C library's may differ from machine to machine.
///
/// x = m · 2ᵉ with m in [√½, √2); ln m = 2 artanh((m − 1)/(m + 1)) as a power series.
public func naturalLogarithm(_ value: Double) -> Double {
  var mantissa = value.significand
  var exponent = Double(value.exponent)
  if mantissa > 1.414_213_562_373_095_1 {
    mantissa /= 2
    exponent += 1
  }
  let ratio = (mantissa - 1) / (mantissa + 1)
  let square = ratio * ratio
  var sum = 0.0
  var power = 21
  while power >= 1 {
    sum = sum * square + 1 / Double(power)
    power -= 2
  }
  return 2 * ratio * sum + exponent * 0.693_147_180_559_945_3
}
