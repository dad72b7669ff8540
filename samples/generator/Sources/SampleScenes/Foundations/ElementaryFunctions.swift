// Own elementary functions: sums and products only, so every machine draws the very same bits,
// which no two mathematics libraries promise. Relative error about 1e-6, ample for light and shade.

/// The nearest whole number, for |x| below 2²².
@inline(__always)
func roundedToNearest(_ x: Float) -> Float {
  let shift: Float = 12_582_912  // 1.5 · 2²³: adding it pushes the fraction out of the significand
  return (x + shift) - shift
}

/// The greatest whole number not above `x`, for |x| below 2²².
@inline(__always)
func roundedDown(_ x: Float) -> Float {
  let nearest = roundedToNearest(x)
  return nearest > x ? nearest - 1 : nearest
}

/// sin x, with x in radians.
@inline(__always)
func sine(_ x: Float) -> Float {
  let turns = x * 0.159_154_94
  let fraction = turns - roundedToNearest(turns)
  // Fold the half turn onto the quarter turn: sin(π − a) = sin a.
  let folded = abs(fraction) > 0.25 ? (fraction < 0 ? -0.5 : 0.5) - fraction : fraction
  let a = folded * (2 * Float.pi)
  let s = a * a
  return a * (1 + s * (-0.166_666_67 + s * (0.008_333_331 + s * (-0.000_198_408 + s * 2.752_4e-6))))
}

/// cos x, with x in radians.
@inline(__always)
func cosine(_ x: Float) -> Float { sine(x + Float.pi / 2) }

/// 2 to the power x; 0 below the range of normal numbers.
@inline(__always)
func powerOfTwo(_ x: Float) -> Float {
  guard x > -126 else { return 0 }
  let whole = roundedToNearest(min(x, 127))
  let f = (min(x, 127) - whole) * 0.693_147_18
  let fraction = 1 + f * (1 + f * (0.5 + f * (0.166_666_67 + f * (0.041_666_67 + f * 0.008_333_33))))
  return fraction * Float(bitPattern: UInt32(bitPattern: Int32(whole) + 127) << 23)
}

/// e to the power x.
@inline(__always)
func exponential(_ x: Float) -> Float { powerOfTwo(x * 1.442_695) }

/// The logarithm to base 2 of a positive normal number.
@inline(__always)
func binaryLogarithm(_ x: Float) -> Float {
  let bits = Int32(bitPattern: x.bitPattern)
  // The significand is brought into [√½, √2), where the series below converges fast.
  let exponent = (bits &- 0x3F35_04F3) >> 23
  let m = Float(bitPattern: UInt32(bitPattern: bits &- (exponent << 23)))
  let t = (m - 1) / (m + 1)
  let s = t * t
  let series = t * (2 + s * (0.666_666_67 + s * (0.4 + s * 0.285_714_3)))
  return Float(exponent) + series * 1.442_695
}

/// `base` to the power `exponent`, for a base of at least 0; 0 for base 0.
@inline(__always)
func power(_ base: Float, _ exponent: Float) -> Float {
  base <= 1e-30 ? 0 : powerOfTwo(exponent * binaryLogarithm(base))
}

/// The angle of the point (x, y) in −π … π.
func arctangent(y: Float, x: Float) -> Float {
  let longer = max(abs(x), abs(y))
  guard longer > 0 else { return 0 }
  let t = min(abs(x), abs(y)) / longer
  let s = t * t
  var angle =
    t
    * (0.999_997_7
      + s * (-0.332_994_6 + s * (0.195_635_9 + s * (-0.121_239 + s * (0.057_473 + s * -0.013_480_5)))))
  if abs(y) > abs(x) { angle = Float.pi / 2 - angle }
  if x < 0 { angle = Float.pi - angle }
  return y < 0 ? -angle : angle
}
