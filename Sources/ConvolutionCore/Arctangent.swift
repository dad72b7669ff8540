/// The angle of the vector (x, y) in degrees, anticlockwise from the right where y points up: 0 ≤ angle < 360, and 0 for
/// the vector of length 0.
///
/// Made of additions, multiplications and divisions alone, so that every machine gives the same bits; within 2 units in
/// the last place of a `Double`.
public func angleInDegrees(x: Double, y: Double) -> Double {
  if y == 0 { return x < 0 ? 180 : 0 }
  if x == 0 { return y > 0 ? 90 : 270 }
  let steep = y.magnitude > x.magnitude
  let ratio = steep ? x.magnitude / y.magnitude : y.magnitude / x.magnitude
  // Exact where the vector is diagonal.
  let angle = ratio == 1 ? 45 : arctangent(ratio) * degreesPerRadian
  let inQuarter = steep ? 90 - angle : angle
  switch (x > 0, y > 0) {
  case (true, true): return inQuarter
  case (false, true): return 180 - inQuarter
  case (false, false): return 180 + inQuarter
  // A hair below the right would round to the full turn.
  case (true, false): return inQuarter < 2e-14 ? 0 : 360 - inQuarter
  }
}

private let degreesPerRadian = 180 / Double.pi

/// The arctangent of 0 ≤ `ratio` ≤ 1 in radians.
///
/// atan(r) = atan(c) + atan((r − c)/(1 + rc)) with c = 1/2 or 1 brings the argument below 7/16, where the odd polynomial
/// of degree 23 of FreeBSD's msun (s_atan.c) is exact to the last place.
private func arctangent(_ ratio: Double) -> Double {
  let (start, x): (Double, Double) =
    if ratio < 0.4375 {
      (0, ratio)
    } else if ratio < 0.6875 {
      (4.636_476_090_008_061e-01, (2 * ratio - 1) / (2 + ratio))
    } else {
      (7.853_981_633_974_483e-01, (ratio - 1) / (ratio + 1))
    }
  let square = x * x
  var sum = 0.0
  for coefficient in arctangentCoefficients { sum = sum * square + coefficient }
  return start + (x - x * square * sum)
}

/// From the highest power to the lowest.
private let arctangentCoefficients = [
  1.62858201153657823623e-02, -3.65315727442169155270e-02, 4.97687799461593236017e-02, -5.83357013379057348645e-02,
  6.66107313738753120669e-02, -7.69187620504482999495e-02, 9.09088713343650656196e-02, -1.11111104054623557880e-01,
  1.42857142725034663711e-01, -1.99999999998764832476e-01, 3.33333333333329318027e-01,
]
