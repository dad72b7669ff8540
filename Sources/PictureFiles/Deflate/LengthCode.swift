/// How deflate writes the length of a match, 3…258: a symbol 257…285 and some extra bits. RFC 1951, section 3.2.5.
struct LengthCode {
  let symbol: Int
  let extra: UInt64
  let extraBits: UInt64

  static let longest = 258

  init(_ length: Int) {
    let offset = length - 3
    if length == LengthCode.longest {
      (symbol, extra, extraBits) = (285, 0, 0)
    } else if offset < 8 {
      (symbol, extra, extraBits) = (257 + offset, 0, 0)
    } else {
      let exponent = Int.bitWidth - 1 - offset.leadingZeroBitCount
      let bits = exponent - 2
      symbol = 257 + 4 * (exponent - 1) + (offset >> bits & 3)
      extra = UInt64(offset & ((1 << bits) - 1))
      extraBits = UInt64(bits)
    }
  }

  /// A run of at least 3 as matches of 3…258: full ones, and the rest halved where it is over one and under two.
  @inline(__always)
  static func pieces(_ length: Int, _ body: (Int) -> Void) {
    var left = length
    while left > 2 * longest {
      body(longest)
      left -= longest
    }
    if left > longest {
      body(left / 2)
      left -= left / 2
    }
    body(left)
  }
}
