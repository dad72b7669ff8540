/// sin x, x in radians, within 1 ulp for every x; NaN of infinity.
public func sine(_ x: Double) -> Double {
  guard x.magnitude < .infinity else { return .nan }
  // −0 stays −0.
  guard x != 0 else { return x }
  let turns = QuarterTurns(x)
  switch turns.quarter {
  case 0: return sineNearZero(turns)
  case 1: return cosineNearZero(turns)
  case 2: return -sineNearZero(turns)
  default: return -cosineNearZero(turns)
  }
}

/// cos x, x in radians, within 1 ulp for every x; NaN of infinity.
public func cosine(_ x: Double) -> Double {
  guard x.magnitude < .infinity else { return .nan }
  let turns = QuarterTurns(x)
  switch turns.quarter {
  case 0: return cosineNearZero(turns)
  case 1: return -sineNearZero(turns)
  case 2: return -cosineNearZero(turns)
  default: return sineNearZero(turns)
  }
}

/// The Taylor series up to r¹⁷, for |r| ≤ π/4.
private func sineNearZero(_ turns: QuarterTurns) -> Double {
  let r = turns.high
  let square = r * r
  var series = 1 / 355_687_428_096_000.0
  series = series * square - 1 / 1_307_674_368_000.0
  series = series * square + 1 / 6_227_020_800.0
  series = series * square - 1 / 39_916_800.0
  series = series * square + 1 / 362_880.0
  series = series * square - 1 / 5_040.0
  series = series * square + 1 / 120.0
  // −r³/6 + … and the derivative times the low part.
  let small = r * square * (series * square - 1 / 6.0)
  return r + (small + turns.low * (1 - 0.5 * square))
}

/// The Taylor series up to r¹⁸, for |r| ≤ π/4.
private func cosineNearZero(_ turns: QuarterTurns) -> Double {
  let r = turns.high
  let square = r * r
  var series = -1 / 6_402_373_705_728_000.0
  series = series * square + 1 / 20_922_789_888_000.0
  series = series * square - 1 / 87_178_291_200.0
  series = series * square + 1 / 479_001_600.0
  series = series * square - 1 / 3_628_800.0
  series = series * square + 1 / 40_320.0
  series = series * square - 1 / 720.0
  series = series * square + 1 / 24.0
  let half = 0.5 * square
  let rest = 1 - half
  // What 1 − r²/2 lost in rounding, then the small terms.
  return rest + (((1 - rest) - half) + (square * square * series - r * turns.low))
}
