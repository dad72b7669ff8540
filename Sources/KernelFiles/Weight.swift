import TextFormats

/// One number as it was written: its value, and the fraction it is exactly, where it is one.
struct Weight: Equatable {
  var value: Double
  var ratio: Ratio?

  static let zero = Weight(value: 0, ratio: Ratio(0))
  static let one = Weight(value: 1, ratio: Ratio(1))

  /// What a word turned out to be.
  enum Reading: Equatable {
    case number(Weight)
    case notFinite
    case zeroDenominator
    case notANumber
  }

  /// Reads `3`, `-0.25`, `1e-3`, `1/9`, `√2`, `-2√2`, `1/√2` or `√2/(2√3)`; a typographic minus counts as one.
  static func read(_ word: some StringProtocol) -> Reading {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = parts.first else { return .notANumber }
    if isNotFinite(first) { return .notFinite }
    guard let above = term(first) else { return .notANumber }
    guard parts.count == 2 else { return above.value.isFinite ? .number(above) : .notFinite }
    var under = parts[1][...]
    // As in 1/(2√2).
    if under.first == "(", under.last == ")" { under = under.dropFirst().dropLast() }
    guard let below = term(under) else { return isNotFinite(under) ? .notFinite : .notANumber }
    if below.value == 0 { return .zeroDenominator }
    let quotient = above.divided(by: below)
    return quotient.value.isFinite ? .number(quotient) : .notFinite
  }

  func divided(by other: Weight) -> Weight {
    var quotient = Weight(value: value / other.value, ratio: nil)
    if let ratio, let below = other.ratio { quotient.ratio = ratio.divided(by: below) }
    return quotient
  }

  /// True for a whole number within `range`, as it was written: 9007199254740993 is not rounded to 9007199254740992.
  func isWhole(in range: ClosedRange<Double>) -> Bool {
    guard value == value.rounded() else { return false }
    guard let ratio, let last = Int(exactly: range.upperBound) else { return ratio != nil || value.magnitude < 0x1p53 }
    return ratio.denominator == 1 && ratio.numerator <= last
  }

  func multiplied(by other: Weight) -> Weight {
    var product = Weight(value: value * other.value, ratio: nil)
    if let ratio, let factor = other.ratio { product.ratio = ratio.multiplied(by: factor) }
    return product
  }

  private static func isNotFinite(_ word: some StringProtocol) -> Bool {
    var letters = word.lowercased()[...]
    if let sign = letters.first, "+-−".contains(sign) { letters = letters.dropFirst() }
    return ["nan", "inf", "infinity", "∞"].contains(String(letters))
  }

  /// A decimal, or a square root with a whole factor before it.
  private static func term(_ word: some StringProtocol) -> Weight? {
    var letters = Array(word.unicodeScalars)
    if letters.first == "−" { letters[0] = "-" }
    guard let root = letters.firstIndex(of: "√") else { return decimal(letters) }
    var factor = Array(letters[..<root])
    if factor.isEmpty || factor == ["-"] || factor == ["+"] { factor.append("1") }
    guard let factor = decimal(factor), let radicand = decimal(Array(letters[(root + 1)...])), radicand.value >= 0
    else { return nil }
    return Weight(value: factor.value * radicand.value.squareRoot(), ratio: nil)
  }

  /// `[+-]digits[.digits][e[+-]digits]`, exactly as a fraction while 18 digits hold it.
  private static func decimal(_ letters: [Unicode.Scalar]) -> Weight? {
    var rest = letters[...]
    let negative = rest.first == "-"
    if negative || rest.first == "+" { rest.removeFirst() }
    var mantissa: Int? = 0
    var digits = 0
    var scale = 0
    var pointSeen = false
    while let letter = rest.first {
      if letter == "." && !pointSeen {
        pointSeen = true
      } else if let digit = digitValue(letter) {
        digits += 1
        if pointSeen { scale += 1 }
        mantissa = mantissa.flatMap { product($0, 10) }.flatMap { $0 < .max - 9 ? $0 + digit : nil }
      } else {
        break
      }
      rest.removeFirst()
    }
    guard digits > 0, let exponent = exponent(rest) else { return nil }
    let text = String(String.UnicodeScalarView(letters))
    guard let value = Double(text) else { return nil }
    return Weight(
      value: value, ratio: mantissa.flatMap { fraction(negative ? -$0 : $0, tenToThe: exponent - scale) })
  }

  /// The exponent behind the digits: 0 for nothing, nil for anything that is none.
  private static func exponent(_ letters: ArraySlice<Unicode.Scalar>) -> Int? {
    guard let first = letters.first else { return 0 }
    guard first == "e" || first == "E" else { return nil }
    let digits = letters.dropFirst()
    guard digits.count <= 8 else { return nil }
    return Int(String(String.UnicodeScalarView(digits)))
  }

  private static func fraction(_ mantissa: Int, tenToThe exponent: Int) -> Ratio? {
    guard abs(exponent) <= 18 else { return mantissa == 0 ? Ratio(0) : nil }
    var power = 1
    for _ in 0..<abs(exponent) { power *= 10 }
    if exponent < 0 { return Ratio(mantissa, power) }
    return product(mantissa, power).flatMap { Ratio($0) }
  }

  private static func digitValue(_ letter: Unicode.Scalar) -> Int? {
    letter >= "0" && letter <= "9" ? Int(letter.value - 48) : nil
  }
}
