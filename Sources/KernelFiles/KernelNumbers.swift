import ConvolutionCore
import ElementaryFunctions
import TextFormats

/// The numbers of a kernel as a textbook prints them: whole numbers and roots over a common divisor, else decimals.
public struct KernelNumbers: Sendable {
  /// The fraction before the matrix, as `1/16` or `1/(2√2)`; nil for 1.
  public let factor: String?
  /// The numbers row by row, all of the same width within a column.
  public let rows: [[String]]

  /// Words for the numbers of a kernel.
  public init(_ kernel: Kernel) {
    let words: [String]
    if let divisor = exactWord(kernel.divisor), let exact = exactWords(kernel.numerators) {
      factor = divisor == "1" ? nil : divisor.contains("√") ? "1/(\(divisor))" : "1/\(divisor)"
      words = exact
    } else {
      factor = nil
      words = decimalWords(kernel.numerators.map { Double($0) / Double(kernel.divisor) })
    }
    rows = stride(from: 0, to: words.count, by: kernel.width).map { Array(words[$0..<$0 + kernel.width]) }
  }

  /// The matrix as lines, columns aligned to the right, the factor before the middle line.
  public var lines: [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let sign = factor.map { $0 + " × " } ?? ""
    let margin = String(repeating: " ", count: sign.count)
    return rows.enumerated().map { index, row in
      let cells = zip(row, widths).map { word, width in String(repeating: " ", count: width - word.count) + word }
      return (index == (rows.count - 1) / 2 ? sign : margin) + cells.joined(separator: " ")
    }
  }

  /// Numbers in a row, as `1 2 1` or `0.25 0.5 0.25`.
  static func inline(_ values: [Float]) -> String {
    (exactWords(values) ?? decimalWords(values.map(Double.init))).joined(separator: " ")
  }
}

private func exactWords(_ values: [Float]) -> [String]? {
  var words: [String] = []
  for value in values {
    guard let word = exactWord(value) else { return nil }
    words.append(word)
  }
  return words
}

/// A whole number, or `a√b` with small a and b; nil for all else.
private func exactWord(_ value: Float) -> String? {
  if value == value.rounded() && value.magnitude < 0x1p24 { return String(Int(value)) }
  let square = Double(value) * Double(value)
  let whole = square.rounded()
  guard whole >= 2, whole <= 200, abs(square - whole) < 4e-7 * whole else { return nil }
  var (factor, radicand) = (1, Int(whole))
  for root in [2, 3, 5, 7] {
    while radicand % (root * root) == 0 { (factor, radicand) = (factor * root, radicand / (root * root)) }
  }
  return (value < 0 ? "-" : "") + (factor == 1 ? "" : String(factor)) + "√\(radicand)"
}

/// Decimals with as many digits behind the point as give the largest value four significant ones.
private func decimalWords(_ values: [Double]) -> [String] {
  let largest = values.map(\.magnitude).max() ?? 0
  let exponent = decimalExponent(largest)
  let digits = max(0, min(12, 3 - exponent))
  return values.map { value in
    let word = decimal(value, digits)
    // Minus zero would look like a weight.
    return word.hasPrefix("-") && !word.contains { $0 >= "1" && $0 <= "9" } ? String(word.dropFirst()) : word
  }
}
