/// eˣ, within 1 ulp; infinity above 709.78, 0 below −745.13.
///
/// x = n · ln 2 + r with |r| ≤ ½ ln 2; eʳ by its Taylor series, whose largest term is added last.
public func exponential(_ x: Double) -> Double {
  if x > 709.782_712_893_384 { return .infinity }
  if x < -745.133_219_101_941_2 { return 0 }
  guard x == x else { return x }
  let (n, power) = reducedExponential(x)
  return scaled(1 + power, byPowerOfTwo: n)
}

/// n and eʳ − 1 for x = n · ln 2 + r.
func reducedExponential(_ x: Double) -> (n: Int, power: Double) {
  let n = nearestWhole(x * 1.442_695_040_888_963_4)
  let high = x - n * logarithmOfTwo.high
  let low = n * logarithmOfTwo.low
  let r = high - low
  let rest = (high - r) - low
  // (eʳ − 1 − r) / r²: the inverse factorials from 2 to 14.
  var series = 1 / 87_178_291_200.0
  series = series * r + 1 / 6_227_020_800.0
  series = series * r + 1 / 479_001_600.0
  series = series * r + 1 / 39_916_800.0
  series = series * r + 1 / 3_628_800.0
  series = series * r + 1 / 362_880.0
  series = series * r + 1 / 40_320.0
  series = series * r + 1 / 5_040.0
  series = series * r + 1 / 720.0
  series = series * r + 1 / 120.0
  series = series * r + 1 / 24.0
  series = series * r + 1 / 6.0
  series = series * r + 0.5
  return (Int(n), r + (rest + r * rest + r * r * series))
}
