// Functions of the reference in double precision: own series, the same on every machine and in WebAssembly.

/// eˣ to 1e-15: x = n · ln 2 + r with |r| ≤ ½ ln 2, and the series of eʳ.
package func exponential(_ value: Double) -> Double {
  guard value > -700 else { return value.isNaN ? value : 0 }
  guard value < 700 else { return .infinity }
  let n = (value * 1.442_695_040_888_963_4).rounded()
  let r = (value - n * 0.693_147_180_369_123_8) - n * 1.908_214_929_270_587_7e-10
  var sum = 1.0
  var k = 14.0
  while k >= 1 {
    sum = 1 + sum * r / k
    k -= 1
  }
  return Double(sign: .plus, exponent: Int(n), significand: sum)
}

/// The hyperbolic tangent; by its series where the exponential would cancel.
func hyperbolicTangent(_ value: Double) -> Double {
  let square = value * value
  if square < 0.01 {
    return value * (1 - square * (1.0 / 3 - square * (2.0 / 15 - square * (17.0 / 315 - square * 62.0 / 2835))))
  }
  let power = exponential(-2 * value.magnitude)
  let result = (1 - power) / (1 + power)
  return value < 0 ? -result : result
}
