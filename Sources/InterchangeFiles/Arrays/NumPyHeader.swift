/// The dictionary at the head of a NumPy array: `{'descr': '<f4', 'fortran_order': False, 'shape': (6, 5, 5), }`.
struct NumPyHeader {
  /// Byte order and type: `<f4`.
  var descriptor = ""
  /// True where the first index runs fastest.
  var isFortranOrder = false
  /// Sizes; none for a single number.
  var shape: [Int] = []

  /// Reads a Python literal of just these three keys, in any order; nil for anything else.
  init?(_ text: some StringProtocol) {
    var scanner = LiteralScanner(text)
    guard scanner.take("{") else { return nil }
    var keys: Set<String> = []
    while !scanner.take("}") {
      guard let key = scanner.quoted(), keys.insert(key).inserted, scanner.take(":") else { return nil }
      switch key {
      case "descr":
        guard let text = scanner.quoted() else { return nil }
        descriptor = text
      case "fortran_order":
        if scanner.take("True") { isFortranOrder = true } else if !scanner.take("False") { return nil }
      case "shape":
        guard let sizes = scanner.tuple() else { return nil }
        shape = sizes
      default: return nil
      }
      if !scanner.take(",") {
        guard scanner.take("}") else { return nil }
        break
      }
    }
    guard keys.count == 3, scanner.isAtEnd else { return nil }
  }
}

/// Reads the few kinds of Python literals that such a header has.
private struct LiteralScanner {
  private var rest: Substring

  init(_ text: some StringProtocol) { rest = Substring(text) }

  private mutating func skipBlanks() { rest = rest.drop { $0 == " " || $0 == "\n" || $0 == "\t" } }

  var isAtEnd: Bool { rest.allSatisfy { $0 == " " || $0 == "\n" || $0 == "\0" } }

  mutating func take(_ word: String) -> Bool {
    skipBlanks()
    guard rest.hasPrefix(word) else { return false }
    rest = rest.dropFirst(word.count)
    return true
  }

  mutating func quoted() -> String? {
    skipBlanks()
    guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
    rest = rest.dropFirst()
    let text = rest.prefix { $0 != quote && $0 != "\\" }
    rest = rest.dropFirst(text.count)
    guard rest.first == quote else { return nil }
    rest = rest.dropFirst()
    return String(text)
  }

  mutating func tuple() -> [Int]? {
    guard take("(") else { return nil }
    var sizes: [Int] = []
    while !take(")") {
      skipBlanks()
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let size = Int(digits), size >= 0 else { return nil }
      rest = rest.dropFirst(digits.count)
      // Python 2 wrote long numbers with an L.
      _ = take("L")
      sizes.append(size)
      if !take(",") {
        guard take(")") else { return nil }
        break
      }
    }
    return sizes
  }
}
