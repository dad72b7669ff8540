/// Finds the command that a command line calls and fills it.
struct CommandParser {
  /// From the root to the command found so far.
  private(set) var path: [any ParsableCommand.Type]
  private var tokens: ArraySlice<Token>

  init(_ root: any ParsableCommand.Type, _ words: [String]) {
    path = [root]
    tokens = split(words)[...]
  }

  /// The command, ready to run.
  mutating func parse() throws(CommandError) -> any ParsableCommand {
    do {
      try descend()
      return try fill()
    } catch {
      throw CommandError(path: path, error: error)
    }
  }

  private var command: any ParsableCommand.Type { path[path.count - 1] }

  /// Follows the names of commands at the front of the command line.
  private mutating func descend() throws {
    while !command.configuration.subcommands.isEmpty {
      guard let first = tokens.first else {
        guard let fallback = command.configuration.defaultSubcommand else { return }
        path.append(fallback)
        continue
      }
      if case .value(let word) = first {
        if let next = subcommand(word) {
          path.append(next)
          tokens = tokens.dropFirst()
          continue
        }
        if path.count == 1 && word == BuiltIn.helpCommand { throw try helpRequest(tokens.dropFirst()) }
        guard let fallback = command.configuration.defaultSubcommand else { throw unknownCommand(word) }
        path.append(fallback)
      } else {
        try answerBuiltIns(ArgumentSet(of: command.init()))
        guard let fallback = command.configuration.defaultSubcommand else { return }
        path.append(fallback)
      }
    }
  }

  private func subcommand(_ word: String) -> (any ParsableCommand.Type)? {
    command.configuration.subcommands.first { $0.commandName == word }
  }

  private func unknownCommand(_ word: String) -> ParserError {
    let visible = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    return .unknownCommand(word, candidates: visible.map { $0.commandName } + [BuiltIn.helpCommand])
  }

  /// `help data list`.
  private mutating func helpRequest(_ rest: ArraySlice<Token>) throws(ParserError) -> CleanExit {
    for token in rest {
      guard let next = subcommand(token.word) else {
        if command.configuration.subcommands.isEmpty { throw .unexpectedArguments([token.word]) }
        throw unknownCommand(token.word)
      }
      path.append(next)
    }
    return .helpRequest()
  }

  private func answerBuiltIns(_ set: ArgumentSet) throws {
    let words = Array(tokens)
    if BuiltIn.isAsked(BuiltIn.help, in: words, besides: set) { throw CleanExit.helpRequest() }
    if BuiltIn.isAsked([BuiltIn.version], in: words, besides: set),
      let version = path.reversed().map({ $0.configuration.version }).first(where: { !$0.isEmpty })
    {
      throw CleanExit.message(version)
    }
    if case .long(let name, nil) = tokens.first, .long(name) == BuiltIn.manualPage {
      throw CleanExit.message(ManualPage(path).text)
    }
    if path.count == 1, case .long(let name, let value) = tokens.first, .long(name) == BuiltIn.completionScript {
      var shell = value ?? ""
      if value == nil, let next = tokens.dropFirst().first { shell = next.word }
      guard let script = CompletionScript(rawValue: shell) else { throw ParserError.unknownShell(shell) }
      throw CleanExit.message(script.text(for: command))
    }
  }

  private func fill() throws -> any ParsableCommand {
    var arguments: any ParsableArguments = command.init()
    let set = ArgumentSet(of: arguments)
    try answerBuiltIns(set)
    var parser = ArgumentParser(set, Array(tokens))
    try parser.parse()
    try validateWhole(&arguments)
    if let need = allNeeds(arguments).first(where: { !$0.isMet && parser.isGiven($0.option) }) {
      throw ValidationError("\(need.option) has no effect \(need.reason)")
    }
    guard let filled = arguments as? any ParsableCommand else { preconditionFailure("a command stays a command") }
    return filled
  }
}
