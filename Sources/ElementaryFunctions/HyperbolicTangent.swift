/// The hyperbolic tangent, within 2 ulp.
public func hyperbolicTangent(_ x: Double) -> Double {
  let magnitude = x.magnitude
  guard magnitude > 0x1p-28 else { return x }
  let result: Double
  if magnitude > 22 {
    result = 1
  } else if magnitude >= 1 {
    result = 1 - 2 / (exponential(2 * magnitude) + 1)
  } else {
    // t = e²ˣ − 1, in which no digits cancel: tanh x = t / (t + 2).
    let (n, power) = reducedExponential(2 * magnitude)
    let t = n == 0 ? power : scaled(power, byPowerOfTwo: n) + (scaled(1, byPowerOfTwo: n) - 1)
    result = t / (t + 2)
  }
  guard magnitude == magnitude else { return x }
  return x < 0 ? -result : result
}
