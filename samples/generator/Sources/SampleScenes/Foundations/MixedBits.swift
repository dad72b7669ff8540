/// A well-mixed 32-bit number of a 32-bit number (the low-bias multiply–xorshift mixer found by C. Wellons' search).
@inline(__always)
func mixedBits(_ x: UInt32) -> UInt32 {
  var h = x
  h ^= h >> 16
  h &*= 0x7FEB_352D
  h ^= h >> 15
  h &*= 0x846C_A68B
  h ^= h >> 16
  return h
}

@inline(__always)
func mixedBits(_ x: Int32, _ y: Int32, _ seed: UInt32 = 0) -> UInt32 {
  mixedBits(UInt32(bitPattern: x) &* 0x9E37_79B1 ^ mixedBits(UInt32(bitPattern: y) &* 0x85EB_CA77 ^ seed))
}

/// The upper 24 bits as a number in [0, 1).
@inline(__always)
func unit(_ bits: UInt32) -> Float { Float(bits >> 8) * (1 / 16_777_216) }
