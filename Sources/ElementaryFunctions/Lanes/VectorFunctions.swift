// Elementary functions of a vector of floats: own polynomials, so that every machine computes the same bits whatever its
// C library. Coefficients: S. L. Moshier, Cephes (expf, logf, tanhf; netlib.org/cephes).
//
// This source is compiled into each module of loops, for its own vectors and instructions (a function of another module
// would be generic or lose its vectors): the module says what `FloatVector` and `IntegerVector` are and whether
// `multiplyAdd` fuses.

@inline(__always) func larger(_ a: FloatVector, _ b: FloatVector) -> FloatVector { a.replacing(with: b, where: b .> a) }
@inline(__always) func smaller(_ a: FloatVector, _ b: FloatVector) -> FloatVector {
  a.replacing(with: b, where: b .< a)
}

/// a · x + b.
@inline(__always) private func horner(_ a: FloatVector, _ x: FloatVector, _ b: Float) -> FloatVector {
  multiplyAdd(FloatVector(repeating: b), a, x)
}

/// eˣ within 2 ulp; 0 and infinity are never reached: x is held within ±87.
@inline(__always) func exponential(_ value: FloatVector) -> FloatVector {
  let x = smaller(larger(value, FloatVector(repeating: -87)), FloatVector(repeating: 87))
  // Adding 1.5 · 2²³ rounds to a whole number n, whose bits stand at the low end.
  let shifted = multiplyAdd(FloatVector(repeating: 12_582_912), x, FloatVector(repeating: 1.442_695_040_888_963))
  let n = shifted - FloatVector(repeating: 12_582_912)
  var r = multiplyAdd(x, n, FloatVector(repeating: -0.693_359_375))
  r = multiplyAdd(r, n, FloatVector(repeating: 2.121_944_40e-4))
  var p = horner(FloatVector(repeating: 1.987_569_15e-4), r, 1.398_199_95e-3)
  p = horner(p, r, 8.333_451_907_3e-3)
  p = horner(p, r, 4.166_579_589_4e-2)
  p = horner(p, r, 1.666_666_545_9e-1)
  p = horner(p, r, 5.000_000_120_1e-1)
  p = multiplyAdd(r, p, r * r) + 1
  let power = unsafeBitCast(shifted, to: IntegerVector.self) &<< 23
  return unsafeBitCast(unsafeBitCast(p, to: IntegerVector.self) &+ power, to: FloatVector.self)
}

/// ln x of positive normal numbers, within 2 ulp.
@inline(__always) func logarithm(_ value: FloatVector) -> FloatVector {
  let bits = unsafeBitCast(value, to: IntegerVector.self)
  // The significand in [√½, √2): the exponent is that of x · √2.
  let offset = (bits &- IntegerVector(repeating: 0x3F35_04F3)) & IntegerVector(repeating: -0x80_0000)
  let x = unsafeBitCast(bits &- offset, to: FloatVector.self) - FloatVector(repeating: 1)
  // The exponent as a float, by the same addition of 1.5 · 2²³.
  let whole = (offset &>> 23) &+ IntegerVector(repeating: 0x4B40_0000)
  let e = unsafeBitCast(whole, to: FloatVector.self) - FloatVector(repeating: 12_582_912)
  let square = x * x
  var p = horner(FloatVector(repeating: 7.037_683_629_2e-2), x, -1.151_461_031_0e-1)
  p = horner(p, x, 1.167_699_874_0e-1)
  p = horner(p, x, -1.242_014_084_6e-1)
  p = horner(p, x, 1.424_932_278_7e-1)
  p = horner(p, x, -1.666_805_766_5e-1)
  p = horner(p, x, 2.000_071_476_5e-1)
  p = horner(p, x, -2.499_999_399_3e-1)
  p = horner(p, x, 3.333_333_117_4e-1)
  var y = p * x * square
  y = multiplyAdd(y, e, FloatVector(repeating: -2.121_944_40e-4))
  y = multiplyAdd(y, square, FloatVector(repeating: -0.5))
  return multiplyAdd(x + y, e, FloatVector(repeating: 0.693_359_375))
}

/// The hyperbolic tangent, within 2 ulp: an odd polynomial near 0, 1 − 2 / (e²ˣ + 1) beyond, where no digits cancel.
@inline(__always) func hyperbolicTangent(_ x: FloatVector) -> FloatVector {
  let magnitude = larger(x, -x)
  let far = FloatVector(repeating: 1) - FloatVector(repeating: 2) / (exponential(magnitude + magnitude) + 1)
  let signed = far.replacing(with: -far, where: x .< FloatVector(repeating: 0))
  let square = x * x
  var p = horner(FloatVector(repeating: -5.704_988_727_45e-3), square, 2.063_908_879_54e-2)
  p = horner(p, square, -5.373_971_555_31e-2)
  p = horner(p, square, 1.333_144_220_36e-1)
  p = horner(p, square, -3.333_328_194_22e-1)
  let near = multiplyAdd(x, p * square, x)
  return signed.replacing(with: near, where: magnitude .< FloatVector(repeating: 0.625))
}

/// 1 / (1 + e⁻ˣ), within 2 ulp.
@inline(__always) func logistic(_ x: FloatVector) -> FloatVector { FloatVector(repeating: 1) / (exponential(-x) + 1) }

/// √x of a number from 0 up to 1e38, within 1 ulp: three Newton steps towards 1/√x, and one towards
/// the root. Not the processor's instruction, as vectors of sixteen would be taken apart for it.
@inline(__always) func squareRoot(_ x: FloatVector) -> FloatVector {
  let bits = IntegerVector(repeating: 0x5F37_59DF) &- (unsafeBitCast(x, to: IntegerVector.self) &>> 1)
  var inverse = unsafeBitCast(bits, to: FloatVector.self)
  let half = x * 0.5
  for _ in 0..<3 { inverse = inverse * (FloatVector(repeating: 1.5) - half * inverse * inverse) }
  let root = x * inverse
  return root + (x - root * root) * inverse * 0.5
}
