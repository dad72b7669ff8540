/// The line that shows how a command is called.
struct Synopsis {
  let path: [any ParsableCommand.Type]
  private let set: ArgumentSet

  /// More options than this stand as `[<options>]`.
  private let mostOptions = 8

  init(_ path: [any ParsableCommand.Type]) {
    self.path = path
    set = ArgumentSet(of: path[path.count - 1].init())
  }

  /// `cnnlab data list`.
  var commandLine: String { path.map { $0.commandName }.joined(separator: " ") }

  /// `cnnlab data list [--json]`.
  var text: String {
    let configuration = path[path.count - 1].configuration
    if let usage = configuration.usage { return usage }
    if !configuration.subcommands.isEmpty {
      return "\(commandLine) " + (configuration.defaultSubcommand == nil ? "<command>" : "[<command>]")
    }
    let visible = set.options.filter(\.help.isVisible)
    let required = visible.filter { !$0.isOptional }.map { $0.spelling($0.preferredName) }
    let optional = visible.filter(\.isOptional).map { "[\($0.spelling($0.preferredName))]" }
    let options = optional.count > mostOptions ? ["[<options>]"] : optional
    let positionals = set.positionals.map { $0.isOptional ? "[\($0.spelling(nil))]" : $0.spelling(nil) }
    return ([commandLine] + required + options + positionals).joined(separator: " ")
  }
}
