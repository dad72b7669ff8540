/// A word of the command line by its form alone, before it is known what the command declares.
enum Token: Equatable {
  /// A word that is no option; `-`, and what begins as a negative number, among them.
  case value(String)
  /// `--name` or `--name=value`.
  case long(name: String, value: String?)
  /// `-abc` or `-a=value`.
  case short(letters: String, value: String?)
  /// `--`: what follows are values.
  case terminator

  /// The word as it was typed.
  var word: String {
    switch self {
    case .value(let word): word
    case .long(let name, let value): "--\(name)" + (value.map { "=\($0)" } ?? "")
    case .short(let letters, let value): "-\(letters)" + (value.map { "=\($0)" } ?? "")
    case .terminator: "--"
    }
  }
}

/// Splits the words of a command line by their form.
///
/// Example: `["-o", "a.png", "--bias=-1", "-1"]` is short o, value a.png, long bias = -1, value -1.
func split(_ words: [String]) -> [Token] {
  var tokens: [Token] = []
  var isTerminated = false
  for word in words {
    if isTerminated || !word.hasPrefix("-") || word == "-" || beginsAsNegativeNumber(word) {
      tokens.append(.value(word))
    } else if word == "--" {
      tokens.append(.terminator)
      isTerminated = true
    } else {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? String(parts[1]) : nil
      if word.hasPrefix("--") {
        tokens.append(.long(name: String(parts[0].dropFirst(2)), value: value))
      } else {
        tokens.append(.short(letters: String(parts[0].dropFirst()), value: value))
      }
    }
  }
  return tokens
}

/// `-1`, `-.5`, `-√2`, and the kernel `-1 0 1` too.
private func beginsAsNegativeNumber(_ word: String) -> Bool {
  if word.hasPrefix("-√") || word.hasPrefix("-∞") || word.hasPrefix("-½") || word.hasPrefix("-¼") { return true }
  var rest = word.utf8.dropFirst()
  if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst() }
  guard let digit = rest.first else { return false }
  return digit >= UInt8(ascii: "0") && digit <= UInt8(ascii: "9")
}
