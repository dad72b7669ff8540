/// ln x, within 1 ulp; −∞ of 0, NaN of negative numbers.
///
/// x = m · 2ᵉ with m of [√½, √2); ln m = 2 artanh s for s = (m − 1) / (m + 1), as a power series in s².
public func naturalLogarithm(_ x: Double) -> Double {
  guard x > 0, x < .infinity else { return x == 0 ? -.infinity : x > 0 ? x : .nan }
  var mantissa = x.significand
  var exponent = Double(x.exponent)
  if mantissa > 1.414_213_562_373_095_1 {
    mantissa /= 2
    exponent += 1
  }
  let f = mantissa - 1
  let half = 0.5 * f * f
  let s = f / (2 + f)
  let square = s * s
  var series = 2.0 / 25
  series = series * square + 2.0 / 23
  series = series * square + 2.0 / 21
  series = series * square + 2.0 / 19
  series = series * square + 2.0 / 17
  series = series * square + 2.0 / 15
  series = series * square + 2.0 / 13
  series = series * square + 2.0 / 11
  series = series * square + 2.0 / 9
  series = series * square + 2.0 / 7
  series = series * square + 2.0 / 5
  series = series * square + 2.0 / 3
  // ln(1 + f) = f − (f²/2 − s (f²/2 + R)), the small parts first.
  let small = s * (half + square * series) + exponent * logarithmOfTwo.low
  return exponent * logarithmOfTwo.high - ((half - small) - f)
}
