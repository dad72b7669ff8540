/// x · 2ⁿ with one rounding, for n of −1100…1100.
@inline(__always) func scaled(_ x: Double, byPowerOfTwo n: Int) -> Double {
  // Two factors where one would be no normal number. The first keeps all bits, only the second may round.
  if n > 1023 { return x * powerOfTwo(1023) * powerOfTwo(n &- 1023) }
  if n < -1022 { return x * powerOfTwo(n &+ 128) * powerOfTwo(-128) }
  return x * powerOfTwo(n)
}

@inline(__always) private func powerOfTwo(_ n: Int) -> Double {
  Double(bitPattern: UInt64(truncatingIfNeeded: n &+ 1023) &<< 52)
}

/// The whole number next to x, halves to the even one, for |x| under 2⁵¹: adding 1.5 · 2⁵² leaves no room for a fraction.
@inline(__always) func nearestWhole(_ x: Double) -> Double { (x + 0x1.8p52) - 0x1.8p52 }

/// ln 2 in two parts: the first has so few bits that its product with an exponent is exact.
let logarithmOfTwo = (high: 6.931_471_803_691_238_164_9e-1, low: 1.908_214_929_270_587_7e-10)
