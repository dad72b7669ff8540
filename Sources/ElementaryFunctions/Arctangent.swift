/// The angle of the point (x, y) in radians, −π…π, within 2 ulp; 0 of the origin, π where y is −0 or 0 and x negative.
public func arctangent(y: Double, x: Double) -> Double {
  guard x == x, y == y else { return .nan }
  let pi = 3.141_592_653_589_793
  if x.magnitude == .infinity && y.magnitude == .infinity {
    let angle = x > 0 ? pi / 4 : 3 * pi / 4
    return y < 0 ? -angle : angle
  }
  // The acute angle to the x axis; the quotient of the smaller and the larger side is at most 1.
  let isSteep = y.magnitude > x.magnitude
  let angle: Double
  if x.magnitude == 0 && y.magnitude == 0 {
    angle = 0
  } else if isSteep {
    angle = pi / 2 - (arctangent(ofAtMostOne: x.magnitude / y.magnitude) - 6.123_233_995_736_766e-17)
  } else {
    angle = arctangent(ofAtMostOne: y.magnitude / x.magnitude)
  }
  let whole = x.sign == .minus ? pi - (angle - 1.224_646_799_147_353_2e-16) : angle
  return y.sign == .minus ? -whole : whole
}

/// The arctangent of t from 0 to 1: of the part beyond the nearest of four tangents, by its series.
func arctangent(ofAtMostOne t: Double) -> Double {
  // tan(k π/16) for k of 0, 2 and 4, and the angles in two parts.
  let (base, high, low): (Double, Double, Double) =
    t < 0.198_912_367_379_658
    ? (0, 0, 0)
    : t < 0.668_178_637_919_299
      ? (0.414_213_562_373_095_03, 0.392_699_081_698_724_14, 3.060_132_146_563_891e-18)
      : (1, 0.785_398_163_397_448_3, 3.061_616_997_868_383e-17)
  let r = base == 0 ? t : (t - base) / (1 + base * t)
  let square = r * r
  var series = 1.0 / 27
  var n = 25.0
  while n > 1 {
    series = 1 / n - series * square
    n -= 2
  }
  return high + (low + (r - r * square * series))
}
