import ConvolutionCore
import TextFormats

/// How numbers are written in figures: a true minus sign, no needless digits.
public enum NumberText {
  /// A number with at most `decimals` digits behind the point; zeros at the end are left out.
  public static func short(_ value: Double, decimals: Int = 2) -> String {
    var text = decimal(value, decimals)
    if text.utf8.contains(UInt8(ascii: ".")) {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return signed(text)
  }

  /// A number with exactly `decimals` digits behind the point.
  public static func fixed(_ value: Double, decimals: Int) -> String { signed(decimal(value, decimals)) }

  /// A share of 1 as percent.
  public static func percent(_ share: Double, decimals: Int = 1) -> String {
    fixed(100 * share, decimals: decimals) + " %"
  }

  /// A whole number with thin spaces between thousands.
  public static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text += "\u{2009}" }
      text.append(digit)
    }
    return text
  }

  /// The values of a plane, each with as many decimals (up to `decimals`) as any of them needs.
  public static func cells(_ plane: Plane, decimals: Int = 2) -> [[String]] {
    let needed = (0...decimals).first { digits in
      plane.values.allSatisfy { abs(Double($0) - rounded(Double($0), digits)) < 1e-6 * max(1, Double($0.magnitude)) }
    }
    let digits = needed ?? decimals
    return (0..<plane.height).map { y in
      (0..<plane.width).map { x in fixed(Double(plane[y, x]), decimals: digits) }
    }
  }

  private static func rounded(_ value: Double, _ digits: Int) -> Double {
    let scale = digits == 0 ? 1.0 : (1...digits).reduce(1.0) { result, _ in result * 10 }
    return (value * scale).rounded() / scale
  }

  private static func signed(_ text: String) -> String {
    guard text.hasPrefix("-") else { return text }
    let digits = text.dropFirst()
    // No "−0": a value that rounds to nothing has no sign.
    return digits.allSatisfy { $0 == "0" || $0 == "." } ? String(digits) : "−" + digits
  }
}
