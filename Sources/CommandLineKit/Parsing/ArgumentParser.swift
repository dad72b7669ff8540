import SystemServices

/// Gives the words of a command line to the options, flags and arguments that a command declares.
struct ArgumentParser {
  private let set: ArgumentSet
  private let tokens: [Token]
  private var position = 0
  private var values: [String] = []
  private var given: Set<Name> = []

  init(_ set: ArgumentSet, _ tokens: [Token]) {
    self.set = set
    self.tokens = tokens
  }

  /// Fills every property, or says which word is wrong.
  mutating func parse() throws(ParserError) {
    while position < tokens.count {
      let token = tokens[position]
      position += 1
      switch token {
      case .terminator: break
      case .value(let word): values.append(word)
      case .long(let name, let value):
        guard let declared = set[.long(name)] else { throw unknown("--\(name)") }
        try take(declared, named: .long(name), value)
      case .short(let letters, let value): try takeShort(letters, value)
      }
    }
    for option in set.options where !option.isOptional && given.isDisjoint(with: option.names) {
      throw .missingArgument(option)
    }
    try takePositionals()
  }

  /// True when the command line has the option of this spelling, under whichever of its names.
  func isGiven(_ spelling: String) -> Bool {
    guard let option = set.options.first(where: { $0.names.contains { $0.spelling == spelling } }) else { return false }
    return !given.isDisjoint(with: option.names)
  }

  /// `-o value`, or several flags as one word: `-qv`.
  private mutating func takeShort(_ letters: String, _ value: String?) throws(ParserError) {
    let declared = letters.compactMap { set[.short($0)] }
    guard !letters.isEmpty, declared.count == letters.count,
      declared.dropLast().allSatisfy({ $0.definition.kind == .flag })
    else { throw unknown("-\(letters)") }
    for (index, letter) in letters.enumerated() {
      try take(declared[index], named: .short(letter), index == letters.count - 1 ? value : nil)
    }
  }

  private mutating func take(
    _ declared: DeclaredValue, named name: Name, _ attached: String?
  ) throws(ParserError) {
    let definition = declared.definition
    given.insert(name)
    if definition.kind == .flag {
      if let attached { throw .valueForFlag(name, value: attached) }
      _ = declared.accept("")
      return
    }
    let word: String
    if let attached {
      word = attached
    } else if position < tokens.count, case .value(let next) = tokens[position] {
      word = next
      position += 1
    } else {
      throw .missingValue(definition, name: name)
    }
    guard declared.accept(word) else { throw .invalidValue(word, definition, name: name) }
  }

  private func takePositionals() throws(ParserError) {
    var rest = values[...]
    for declared in set.values where declared.definition.kind == .positional {
      let definition = declared.definition
      if rest.isEmpty && !definition.isOptional { throw .missingArgument(definition) }
      let taken = definition.isRepeating ? rest : rest.prefix(1)
      rest = rest.dropFirst(taken.count)
      for word in taken where !declared.accept(word) { throw .invalidValue(word, definition, name: nil) }
    }
    if !rest.isEmpty { throw .unexpectedArguments(Array(rest)) }
  }

  private func unknown(_ spelling: String) -> ParserError {
    var names = set.options.filter(\.help.isVisible).flatMap(\.names) + BuiltIn.allNames
    // One letter more or less says nothing of another letter: `-qx` was not meant to be `-q`.
    if !spelling.hasPrefix("--") { names.removeAll { !$0.isLong } }
    if fileKind(spelling) != nil { return .optionIsFile(spelling) }
    return .unknownOption(spelling, candidates: names.map(\.spelling))
  }
}
