import ConvolutionCore
import ElementaryFunctions
import SystemServices
import TextFormats

extension NamedKernel {
  /// The matrix and everything that is known about it, in lines for people.
  ///
  /// Of a matrix too wide to print it says so; `elsewhere` says where its numbers are to be had.
  public func report(elsewhere: String = "") -> String {
    let analysis = KernelAnalysis(kernel)
    var lines = [name.printable() + (aliases.isEmpty ? "" : " (also \(aliases.joined(separator: ", ").printable()))")]
    if !description.isEmpty { lines.append(description.printable(limit: 1_000)) }
    lines.append("")
    if kernel.width > widestPrinted || kernel.height > widestPrinted {
      lines.append("  \(kernel.width)×\(kernel.height) numbers are too many to print\(elsewhere)")
    } else {
      lines += KernelNumbers(kernel).lines.map { "  " + $0 }
    }
    lines.append("")
    func add(_ label: String, _ value: String) {
      lines.append(label + String(repeating: " ", count: 10 - label.count) + value)
    }
    add("size", sizeText(analysis))
    add("sum", short(analysis.sum))
    if let gain = analysis.gain { add("gain", "\(short(gain.x)) along x, \(short(gain.y)) along y") }
    add(
      "outputs",
      "\(short(analysis.outputRange.lowerBound)) to \(short(analysis.outputRange.upperBound)) for pixels 0 to 255")
    for (index, line) in rankText(analysis).enumerated() { add(index == 0 ? "rank" : "", line) }
    let symmetries = analysis.symmetries.map { "\($0.symmetry.rawValue) \($0.parity.rawValue)" }
    add("symmetry", symmetries.isEmpty ? "none" : symmetries.joined(separator: ", "))
    if !group.isEmpty { add("group", group.printable()) }
    if !source.isEmpty { add("source", source.printable(limit: 1_000)) }
    return lines.joined(separator: "\n")
  }

  private func sizeText(_ analysis: KernelAnalysis) -> String {
    let size = "\(kernel.width)×\(kernel.height)"
    if kernel.width % 2 == 1 && kernel.height % 2 == 1 { return size }
    return size + ", anchored at row \(analysis.anchor.row + 1), column \(analysis.anchor.column + 1)"
  }

  private func rankText(_ analysis: KernelAnalysis) -> [String] {
    let parts = analysis.factorization.parts
    guard analysis.factorization.isComplete else { return ["\(analysis.factorization.leastRank) or more"] }
    let isPrintable = kernel.width <= widestPrinted && kernel.height <= widestPrinted
    let factor = isPrintable ? KernelNumbers(kernel).factor.map { $0 + " × " } ?? "" : ""
    switch parts.count {
    case 0: return ["0: every weight is zero"]
    case 1:
      guard isPrintable else { return ["1: separable"] }
      return ["1: separable, \(factor)column \(written(parts[0].column)) times row \(written(parts[0].row))"]
    default:
      guard isPrintable else { return ["\(parts.count): a sum of \(parts.count) separable parts"] }
      return [
        "\(parts.count): a sum of \(parts.count) separable parts"
          + (factor.isEmpty ? "" : ", times \(factor.dropLast(3))")
      ]
        + parts.map { "column \(written($0.column)) times row \(written($0.row))" }
    }
  }

  private func written(_ values: [Float]) -> String { "(\(KernelNumbers.inline(values)))" }

  /// The same facts for programs, with every weight.
  public var json: JSONValue {
    let analysis = KernelAnalysis(kernel)
    func rows(_ value: (Int) -> JSONValue) -> JSONValue {
      .array((0..<kernel.height).map { y in .array((0..<kernel.width).map { value(y * kernel.width + $0) }) })
    }
    func numbers(_ values: [Float]) -> JSONValue { .array(values.map { .number($0) }) }
    return .object([
      ("name", .string(name)),
      ("aliases", .array(aliases.map { .string($0) })),
      ("group", .string(group)),
      ("description", .string(description)),
      ("source", .string(source)),
      ("width", .number(kernel.width)),
      ("height", .number(kernel.height)),
      ("anchor", .array([.number(analysis.anchor.row), .number(analysis.anchor.column)])),
      ("numerators", rows { .number(kernel.numerators[$0]) }),
      ("divisor", .number(kernel.divisor)),
      ("sum", .number(analysis.sum)),
      ("gain", analysis.gain.map { .array([.number($0.x), .number($0.y)]) } ?? .null),
      ("outputs", .array([.number(analysis.outputRange.lowerBound), .number(analysis.outputRange.upperBound)])),
      ("rank", analysis.factorization.rank.map { .number($0) } ?? .null),
      (
        "parts",
        .array(
          analysis.factorization.parts.map { .object([("column", numbers($0.column)), ("row", numbers($0.row))]) })
      ),
      ("singular_values", .array(analysis.factorization.singularValues.map { .number($0) })),
      (
        "symmetry",
        .object(analysis.symmetries.map { ($0.symmetry.rawValue, .string($0.parity.rawValue)) })
      ),
    ])
  }
}

/// Wider and higher matrices do not fit a terminal.
private let widestPrinted = 15

/// A number with at most six significant digits.
private func short(_ value: Double) -> String {
  if value == value.rounded() && abs(value) < 1e9 { return String(Int(value)) }
  let exponent = decimalExponent(value)
  var word = decimal(value, max(0, min(12, 5 - exponent)))
  if word.contains(".") {
    while word.last == "0" { word.removeLast() }
    if word.last == "." { word.removeLast() }
  }
  return word == "-0" ? "0" : word
}
