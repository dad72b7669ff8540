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
  let angle = ratio == 1 ? 45 : arctangent(ofAtMostOne: ratio) * (180 / 3.141_592_653_589_793)
  let inQuarter = steep ? 90 - angle : angle
  switch (x > 0, y > 0) {
  case (true, true): return inQuarter
  case (false, true): return 180 - inQuarter
  case (false, false): return 180 + inQuarter
  // A hair below the right would round to the full turn.
  case (true, false): return inQuarter < 2e-14 ? 0 : 360 - inQuarter
  }
}
