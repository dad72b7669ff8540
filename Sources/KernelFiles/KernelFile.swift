import ConvolutionCore
import TextFormats

/// The format of `kernels/`: header lines `key: value`, a blank line, the rows of the matrix.
///
///     name: gaussian-3
///     aliases: binomial-3
///     group: smoothing
///     description: Blurs gently: the binomial weights of Pascal's triangle.
///     source: Burt & Adelson 1983.
///     divisor: 16
///     sum: 1
///     symmetry: half-turn even, …
///
///     1 2 1
///     2 4 2
///     1 2 1
///
/// Every line of the header may be missing. `divisor` divides every number; `sum`, `gain` and `symmetry` state what the
/// tests hold against the matrix.
enum KernelFile {
  static let keys = ["name", "aliases", "group", "description", "source", "divisor", "sum", "gain", "symmetry"]

  /// True for a line that begins with a word and a colon.
  static func isHeader(_ line: some StringProtocol) -> Bool {
    guard let colon = line.firstIndex(of: ":"), line.first?.isLetter == true else { return false }
    return line[..<colon].allSatisfy { $0.isLetter || $0 == "-" || $0 == " " }
  }

  static func parse(_ text: Substring, name: String) throws(KernelError) -> NamedKernel {
    var values: [String: String] = [:]
    var rest = text
    while !rest.isEmpty {
      let line = nextLine(&rest)
      if line.first == "#" { continue }
      if line.isEmpty {
        if values.isEmpty { continue }
        break
      }
      guard isHeader(line), let colon = line.firstIndex(of: ":") else { throw .notAHeader(line: String(line)) }
      let key = String(line[..<colon].trimmed)
      guard keys.contains(key) else {
        throw .unknownHeader(key: key, suggestion: closest(to: key, among: keys))
      }
      guard values[key] == nil else { throw .repeatedHeader(key: key) }
      values[key] = String(line[line.index(after: colon)...].trimmed)
    }
    let matrix = try KernelMatrix(text: rest, isFile: true)
    let divisor = try values["divisor"].map(divisor) ?? Weight.one
    var result = NamedKernel(
      name: values["name"] ?? name,
      aliases: values["aliases"].map { $0.split(separator: ",").map { String($0.trimmed) } } ?? [],
      group: values["group"] ?? "", description: values["description"] ?? "", source: values["source"] ?? "",
      kernel: try matrix.kernel(divisor: divisor))
    if values["name"] != nil, !isName(result.name) { throw .badName(result.name) }
    for name in result.aliases where !isName(name) { throw .badName(name) }
    result.stated.sum = values["sum"]
    result.stated.gain = values["gain"]
    result.stated.symmetry = values["symmetry"]
    return result
  }

  /// The value of one header line, found without reading the rest of the file.
  static func value(of key: String, in text: String) -> Substring? {
    var rest = text[...]
    while !rest.isEmpty {
      let line = nextLine(&rest)
      if line.isEmpty { return nil }
      if line.hasPrefix(key), line.dropFirst(key.count).first == ":" { return line.dropFirst(key.count + 1).trimmed }
    }
    return nil
  }

  private static func nextLine(_ rest: inout Substring) -> Substring {
    let end = rest.firstIndex(where: \.isNewline) ?? rest.endIndex
    let line = rest[..<end].trimmed
    rest = end == rest.endIndex ? rest[end...] : rest[rest.index(after: end)...]
    return line
  }

  private static func divisor(_ text: String) throws(KernelError) -> Weight {
    guard case .number(let weight) = Weight.read(text), weight.value != 0 else { throw .badDivisor(word: text) }
    return weight
  }

  static func isName(_ name: String) -> Bool {
    // A file's name has no more bytes than 255, its ending among them.
    !name.isEmpty && name.first != "." && name.utf8.count <= 200
      && name.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0) }
  }
}
