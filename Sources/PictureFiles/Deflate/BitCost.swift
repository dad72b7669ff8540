/// The bits that an ideal code needs, in whole-number arithmetic: choices made by it are the same on every machine.
enum BitCost {
  /// log₂ in 4096ths of a value of at least 1, from its eight leading bits.
  static func logarithm(_ value: UInt32) -> Int {
    let exponent = 31 - value.leadingZeroBitCount
    let leading = Int(exponent >= 8 ? value >> UInt32(exponent - 8) : value << UInt32(8 - exponent))
    return exponent << 12 | mantissas[leading & 255]
  }

  /// The entropy of a histogram times its total: Σ c (log₂ n − log₂ c), in bits.
  static func bits(_ counts: UnsafeBufferPointer<UInt32>) -> Int {
    let total = counts.reduce(0, &+)
    guard total > 0 else { return 0 }
    let whole = logarithm(total)
    var sum = 0
    for count in counts where count > 0 { sum &+= Int(count) &* (whole &- logarithm(count)) }
    return sum >> 12
  }

  /// log₂(1 + i/256) in 4096ths, rounded down.
  private static let mantissas: [Int] = (0..<256).map { index in
    // Between 1 and 2 with 31 bits behind the point; each squaring yields one more bit of the logarithm.
    var mantissa = UInt64(256 + index) << 23
    var result = 0
    for bit in stride(from: 11, through: 0, by: -1) {
      mantissa = mantissa * mantissa >> 31
      if mantissa >> 32 != 0 {
        mantissa >>= 1
        result |= 1 << bit
      }
    }
    return result
  }
}
