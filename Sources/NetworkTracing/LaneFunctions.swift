// The functions of ElementaryFunctions/Lanes for one value: the same operations in the same order, so that the bits
// are those of the engine's baseline build, which does not fuse products and sums.

/// eˣ, x held within ±87. Coefficients: S. L. Moshier, Cephes.
func laneExponential(_ value: Float) -> Float {
  let x = value < -87 ? -87 : value > 87 ? 87 : value
  // Adding 1.5 · 2²³ rounds to a whole number, whose bits stand at the low end.
  let shifted = 12_582_912 + x * Float(1.442_695_040_888_963)
  let n = shifted - 12_582_912
  var r = x + n * Float(-0.693_359_375)
  r = r + n * Float(2.121_944_40e-4)
  var p = Float(1.398_199_95e-3) + Float(1.987_569_15e-4) * r
  p = Float(8.333_451_907_3e-3) + p * r
  p = Float(4.166_579_589_4e-2) + p * r
  p = Float(1.666_666_545_9e-1) + p * r
  p = Float(5.000_000_120_1e-1) + p * r
  p = (r + p * (r * r)) + 1
  let power = Int32(bitPattern: shifted.bitPattern) &<< 23
  return Float(bitPattern: UInt32(bitPattern: Int32(bitPattern: p.bitPattern) &+ power))
}

/// tanh x.
func hyperbolicTangent(_ x: Float) -> Float {
  let magnitude = -x > x ? -x : x
  if magnitude < 0.625 {
    let square = x * x
    var p = Float(2.063_908_879_54e-2) + Float(-5.704_988_727_45e-3) * square
    p = Float(-5.373_971_555_31e-2) + p * square
    p = Float(1.333_144_220_36e-1) + p * square
    p = Float(-3.333_328_194_22e-1) + p * square
    return x + (p * square) * x
  }
  let far = 1 - 2 / (laneExponential(magnitude + magnitude) + 1)
  return x < 0 ? -far : far
}

/// 1 / (1 + e⁻ˣ).
func logistic(_ x: Float) -> Float { 1 / (laneExponential(-x) + 1) }
