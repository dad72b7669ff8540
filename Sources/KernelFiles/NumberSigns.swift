extension MatrixText {
  /// The text with one spelling of each sign: a dash of whatever length before a number is a minus, `sqrt(2)` is `√2`,
  /// `½` is `1/2`, full-width letters are those of ASCII, and what cannot be seen is left out.
  static func normalized(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      // Minus signs, hyphens and dashes, the small and the full-width one.
      case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D: result.append("-")
      case 0x2044, 0x2215: result.append("/")
      case 0x00D7, 0x22C5, 0x00B7: result.append("*")
      case 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF: break
      case 0xFF01...0xFF5E: if let plain = Unicode.Scalar(scalar.value - 0xFEE0) { result.append(plain) }
      case 0x3001: result.append(",")
      case 0x201C...0x201E: result.append("\"")
      default:
        if let fraction = fractions[scalar] {
          result.append(contentsOf: fraction.unicodeScalars)
        } else {
          result.append(scalar)
        }
      }
    }
    var text = String(result)
    guard text.contains("√") || text.contains("sqrt") else { return text }
    for (spelling, sign) in [("sqrt(", "√("), ("*√", "√")] { text = text.replacing(spelling, with: sign) }
    return withPlainRoots(text)
  }

  /// `√(2)` as `√2`.
  private static func withPlainRoots(_ text: String) -> String {
    var parts = text.split(separator: "√(", omittingEmptySubsequences: false).map(String.init)
    for index in parts.indices.dropFirst() {
      guard let end = parts[index].firstIndex(of: ")") else { return text }
      parts[index].remove(at: end)
    }
    return parts.joined(separator: "√")
  }

  private static let fractions: [Unicode.Scalar: String] = [
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅙": "1/6", "⅛": "1/8", "⅜": "3/8",
    "⅑": "1/9",
    "⅒": "1/10",
  ]
}
