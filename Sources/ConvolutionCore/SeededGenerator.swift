#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

/// Random numbers from a seed: the same on every machine, in every build and in WebAssembly.
///
/// xoshiro256** filled by SplitMix64 (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021).
/// Its state can be kept and set again, so that an interrupted run goes on with the same numbers.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable {
  /// The four words that decide all numbers to come.
  public var state: (UInt64, UInt64, UInt64, UInt64)

  /// A generator that `seed` alone decides.
  public init(seed: UInt64) {
    var word = seed
    func next() -> UInt64 {
      word &+= 0x9E37_79B9_7F4A_7C15
      var mixed = word
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
    state = (next(), next(), next(), next())
  }

  /// A generator for the `stream`-th of many independent uses of one seed, as one for every picture.
  public init(seed: UInt64, stream: UInt64) {
    var first = SeededGenerator(seed: seed)
    self.init(seed: first.next() ^ (stream &* 0xD134_2543_DE82_EF95 &+ 1))
  }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
    let scrambled = rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotated(state.3, by: 45)
    return scrambled
  }

  /// A number from 0 up to but not including 1, with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number from `low` up to `high`.
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// A whole number in 0..<`count`, without bias (Lemire, "Fast random integer generation in an interval", 2019).
  public mutating func index(below count: Int) -> Int {
    let bound = UInt64(count)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let least = (0 &- bound) % bound
      while product.low < least { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// A number of the normal distribution with mean 0 and deviation 1 (Marsaglia's polar method, one of the pair).
  public mutating func normal() -> Double {
    while true {
      let x = uniform(-1, 1)
      let y = uniform(-1, 1)
      let square = x * x + y * y
      guard square < 1, square > 0 else { continue }
      return x * (-2 * naturalLogarithm(square) / square).squareRoot()
    }
  }

  /// Puts the elements into a random order (Fisher–Yates).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    var last = elements.count - 1
    while last > 0 {
      elements.swapAt(last, index(below: last + 1))
      last -= 1
    }
  }

  /// True when both give the same numbers from now on.
  public static func == (left: SeededGenerator, right: SeededGenerator) -> Bool {
    left.state == right.state
  }

  private func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
    (word << count) | (word >> (64 - count))
  }
}
