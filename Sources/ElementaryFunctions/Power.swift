/// xⁿ by squaring: exact as long as every product is, so 10ⁿ up to n = 22; O(log n).
public func power(_ x: Double, _ n: Int) -> Double {
  var result = 1.0
  var factor = x
  var rest = n.magnitude
  while rest > 0 {
    if rest & 1 == 1 { result *= factor }
    factor *= factor
    rest >>= 1
  }
  return n < 0 ? 1 / result : result
}

/// The n with 10ⁿ ≤ |x| < 10ⁿ⁺¹, exact for 1e−22…1e22; 0 where x is 0 or not finite.
public func decimalExponent(_ x: Double) -> Int {
  let magnitude = x.magnitude
  guard magnitude > 0, magnitude < .infinity else { return 0 }
  let quotient = naturalLogarithm(magnitude) * 0.434_294_481_903_251_83
  var n = Int(quotient)
  if Double(n) > quotient { n -= 1 }
  // The logarithm is right but for an ulp, which matters beside a power of ten.
  if abs(n) < 300 && magnitude >= power(10, n + 1) { n += 1 }
  if abs(n) < 300 && magnitude < power(10, n) { n -= 1 }
  return n
}
