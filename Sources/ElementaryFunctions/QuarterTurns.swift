/// An angle as x = n · π/2 + high + low with |high| ≤ π/4: the quarter (n mod 4) and the rest to a hundred bits.
struct QuarterTurns {
  let quarter: Int
  let high: Double, low: Double

  init(_ x: Double) {
    if x.magnitude <= 0.785_398_163_397_448_3 {
      self.init(small: x)
    } else if x.magnitude < 0x1p20 {
      self.init(moderate: x)
    } else {
      self.init(large: x)
    }
  }

  private init(small x: Double) { (quarter, high, low) = (0, x, 0) }

  /// Takes n · π/2 away in three parts of 33 bits, whose products with n are exact, and a last one (Cody & Waite 1980).
  private init(moderate x: Double) {
    let n = nearestWhole(x * 0.636_619_772_367_581_3)
    let first = x - n * 0x1.921fb544p+0
    let (second, lostFirst) = difference(first, n * 0x1.0b4611a6p-34)
    let (third, lostSecond) = difference(second, n * 0x1.3198a2ep-69)
    let rest = (lostFirst + lostSecond) - n * 0x1.b839a252049c1p-104
    high = third + rest
    low = (third - high) + rest
    quarter = Int(n) & 3
  }

  /// Multiplies with those 192 bits of 2/π that matter: bits before them make whole turns (Payne & Hanek 1983).
  private init(large x: Double) {
    let exponent = Int(x.exponent) - 52
    let mantissa = x.significandBitPattern | 1 << 52
    // x · 2/π = product · 2^−shift, of which all above 4 may be left out.
    let skipped = max(exponent - 2, 0)
    let shift = 192 + skipped - exponent
    var product: [UInt64] = [0, 0, 0, 0]
    var carry: UInt64 = 0
    for k in 0..<3 {
      let (upper, lower) = mantissa.multipliedFullWidth(by: inversePi(from: skipped + 128 - 64 * k))
      let (sum, overflow) = lower.addingReportingOverflow(carry)
      product[k] = sum
      carry = upper + (overflow ? 1 : 0)
    }
    product[3] = carry
    // The two bits above the point are the quarter; what is behind it goes to the top of the 256 bits.
    let (word, bit) = (shift / 64, UInt64(shift % 64))
    var turns = Int(product[word] >> bit & 3)
    if bit == 63 && word < 3 { turns |= Int(product[word + 1] & 1) << 1 }
    for k in [3, 2, 1, 0] {
      let from = k - (3 - word)
      let upper = from >= 0 ? product[from] : 0
      let lower = from >= 1 ? product[from - 1] : 0
      product[k] = bit == 0 ? lower : upper << (64 - bit) | lower >> bit
    }
    let isNegative = product[3] >> 63 == 1
    if isNegative {
      turns += 1
      var carry = true
      for k in 0..<4 {
        product[k] = ~product[k] &+ (carry ? 1 : 0)
        carry = carry && product[k] == 0
      }
    }
    // The leading 106 bits as two doubles.
    let zeros = product[3].leadingZeroBitCount
    var words = [product[3], product[2], product[1]]
    if zeros == 64 { words = [product[2], product[1], product[0]] }
    let rest = UInt64(zeros == 64 ? words[0].leadingZeroBitCount : zeros)
    let top = rest == 0 ? words[0] : words[0] << rest | words[1] >> (64 - rest)
    let next = rest == 0 ? words[1] : words[1] << rest | words[2] >> (64 - rest)
    let scale = -(zeros == 64 ? 64 + Int(rest) : zeros)
    let leading = scaled(Double(top & ~0x7FF), byPowerOfTwo: scale - 64)
    let trailing = scaled(Double((top & 0x7FF) << 53 | next >> 11), byPowerOfTwo: scale - 117)
    // Times π/2, which is a sum of two doubles as well.
    let (whole, lost) = exactProduct(leading, 0x1.921fb54442d18p+0)
    let small = lost + (leading * 0x1.1a62633145c07p-54 + trailing * 0x1.921fb54442d18p+0)
    let sign = isNegative != (x < 0) ? -1.0 : 1.0
    high = sign * (whole + small)
    low = sign * ((whole - (whole + small)) + small)
    quarter = (x < 0 ? -turns : turns) & 3
  }
}

/// a − b and what its rounding lost (Knuth).
@inline(__always) private func difference(_ a: Double, _ b: Double) -> (value: Double, lost: Double) {
  let value = a - b
  let part = value - a
  return (value, (a - (value - part)) - (b + part))
}

/// a · b and what its rounding lost (Dekker), for factors of moderate size.
private func exactProduct(_ a: Double, _ b: Double) -> (value: Double, lost: Double) {
  func halves(_ x: Double) -> (high: Double, low: Double) {
    let spread = 134_217_729 * x
    let high = spread - (spread - x)
    return (high, x - high)
  }
  let value = a * b
  let (aHigh, aLow) = halves(a)
  let (bHigh, bLow) = halves(b)
  return (value, ((aHigh * bHigh - value) + aHigh * bLow + aLow * bHigh) + aLow * bLow)
}

/// 64 bits of 2/π, from the one that stands `position` behind the point.
private func inversePi(from position: Int) -> UInt64 {
  let word = position / 64
  let bit = UInt64(position % 64)
  let first = word < inversePiBits.count ? inversePiBits[word] : 0
  let second = word + 1 < inversePiBits.count ? inversePiBits[word + 1] : 0
  return bit == 0 ? first : first << bit | second >> (64 - bit)
}

/// The bits of 2/π behind the point.
private let inversePiBits: [UInt64] = [
  0xA2F9_836E_4E44_1529, 0xFC27_57D1_F534_DDC0, 0xDB62_9599_3C43_9041, 0xFE51_63AB_DEBB_C561,
  0xB724_6E3A_424D_D2E0, 0x0649_2EEA_09D1_921C, 0xFE1D_EB1C_B129_A73E, 0xE882_35F5_2EBB_4484,
  0xE99C_7026_B45F_7E41, 0x3991_D639_8353_39F4, 0x9C84_5F8B_BDF9_283B, 0x1FF8_97FF_DE05_980F,
  0xEF2F_118B_5A0A_6D1F, 0x6D36_7ECF_27CB_09B7, 0x4F46_3F66_9E5F_EA2D, 0x7527_BAC7_EBE5_F17B,
  0x3D07_39F7_8A52_92EA, 0x6BFB_5FB1_1F8D_5D08, 0x5603_3046_FC7B_6BAB, 0xF0CF_BC20_9AF4_361D,
]
