/// What a shell has to know of a command and of those beneath it.
struct CompletionTree {
  /// `["cnnlab", "data"]`.
  let names: [String]
  let abstract: String
  let subcommands: [CompletionTree]
  /// Options and flags, `--help` and `--version` among them.
  let options: [ArgumentDefinition]
  let positionals: [ArgumentDefinition]

  init(_ path: [any ParsableCommand.Type]) {
    let command = path[path.count - 1]
    let configuration = command.configuration
    let set = ArgumentSet(of: command.init())
    names = path.map { $0.commandName }
    abstract = configuration.abstract
    subcommands = configuration.subcommands.filter { $0.configuration.shouldDisplay }.map {
      CompletionTree(path + [$0])
    }
    positionals = set.positionals
    var options = set.options.filter(\.help.isVisible)
    if !configuration.version.isEmpty { options.append(.flag([BuiltIn.version], "Show the version.")) }
    options.append(.flag(BuiltIn.help, "Show help information."))
    self.options = options
  }

  /// `cnnlab data`.
  var commandLine: String { names.joined(separator: " ") }

  /// `_cnnlab_data`.
  var functionName: String { names.map { "_" + $0.replacing("-", by: "_") }.joined() }

  /// This one and all beneath it.
  var all: [CompletionTree] { [self] + subcommands.flatMap(\.all) }

  /// The words with which a script asks the program for the values of `definition`.
  func request(_ definition: ArgumentDefinition) -> String {
    ([names[0], BuiltIn.completionRequest] + names.dropFirst() + ["--", definition.completionKey])
      .joined(separator: " ")
  }
}

extension ArgumentDefinition {
  /// How a completion script names the argument.
  var completionKey: String { preferredName?.spelling ?? valueName }
}

extension String {
  /// Every `character` as `replacement`.
  func replacing(_ character: Character, by replacement: String) -> String {
    map { $0 == character ? replacement : String($0) }.joined()
  }
}

extension ParsableCommand {
  /// Answers a completion script: the words of a command, `--`, the argument, the words typed so far.
  static func completions(_ request: [String]) -> [String] {
    guard let separator = request.firstIndex(of: "--"), separator + 1 < request.count else { return [] }
    var command: any ParsableCommand.Type = Self.self
    for word in request[..<separator] {
      guard let next = command.configuration.subcommands.first(where: { $0.commandName == word }) else { return [] }
      command = next
    }
    let key = request[separator + 1]
    let definitions = ArgumentSet(of: command.init()).definitions
    guard let definition = definitions.first(where: { $0.completionKey == key }),
      case .custom(let answer) = definition.completion
    else { return [] }
    return answer(Array(request[(separator + 2)...]))
  }
}
