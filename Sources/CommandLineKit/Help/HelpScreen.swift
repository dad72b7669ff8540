/// What `--help` prints.
struct HelpScreen {
  private let path: [any ParsableCommand.Type]
  private let columns: Int

  /// A label and what stands beside it.
  private typealias Row = (label: String, text: String)

  /// The column in which the text beside a label begins.
  private let textColumn = 26

  init(_ path: [any ParsableCommand.Type], columns: Int) {
    self.path = path
    self.columns = max(columns, 40)
  }

  var text: String {
    let command = path[path.count - 1]
    let configuration = command.configuration
    let set = ArgumentSet(of: command.init())
    var parts: [String] = []
    if !configuration.abstract.isEmpty { parts.append(wrap("OVERVIEW: \(configuration.abstract)", columns, indent: 0)) }
    if !configuration.discussion.isEmpty { parts.append(configuration.discussion) }
    parts.append(wrap("USAGE: \(Synopsis(path).text)", columns, indent: 7))
    let visible = set.definitions.filter(\.help.isVisible)
    parts += section("ARGUMENTS", visible.filter { $0.kind == .positional }.map(row))
    let options = visible.filter { $0.kind != .positional }
    var titles: [String] = []
    for option in options where !option.section.isEmpty && !titles.contains(option.section) {
      titles.append(option.section)
    }
    for title in titles {
      parts += section(title.uppercased(), options.filter { $0.section == title }.map(row))
    }
    parts += section("OPTIONS", options.filter(\.section.isEmpty).map(row) + builtIns(configuration))
    let commands = configuration.subcommands.filter { $0.configuration.shouldDisplay }
    parts += section("COMMANDS", commands.map { ($0.commandName, $0.configuration.abstract) })
    if !commands.isEmpty {
      let names = path.dropFirst().map { "\($0.commandName) " }.joined()
      parts.append("  See '\(path[0].commandName) help \(names)<command>' for detailed help.")
    }
    return parts.joined(separator: "\n\n")
  }

  private func builtIns(_ configuration: CommandConfiguration) -> [Row] {
    var rows: [Row] = []
    if !configuration.version.isEmpty { rows.append((BuiltIn.version.spelling, "Show the version.")) }
    rows.append((BuiltIn.help.map(\.spelling).joined(separator: ", "), "Show help information."))
    return rows
  }

  private func row(_ definition: ArgumentDefinition) -> Row {
    let names = definition.names.map(\.spelling).joined(separator: ", ")
    let value = "<\(definition.valueName)>" + (definition.isRepeating && definition.kind == .positional ? " ..." : "")
    let label =
      switch definition.kind {
      case .flag: names
      case .option: "\(names) \(value)"
      case .positional: value
      }
    var facts: [String] = []
    if !definition.allValues.isEmpty { facts.append("values: \(definition.allValues.joined(separator: ", "))") }
    if let text = definition.defaultText { facts.append("default: \(text)") }
    var text = definition.help.abstract
    if !facts.isEmpty { text += (text.isEmpty ? "" : " ") + "(\(facts.joined(separator: "; ")))" }
    if !definition.help.discussion.isEmpty { text += "\n\(definition.help.discussion)" }
    return (label, text)
  }

  private func section(_ title: String, _ rows: [Row]) -> [String] {
    guard !rows.isEmpty else { return [] }
    let lines = rows.map { row -> String in
      let body = wrap(row.text, columns - textColumn, indent: 0).split(
        separator: "\n", omittingEmptySubsequences: false)
      let margin = String(repeating: " ", count: textColumn)
      var label = "  \(row.label)"
      guard !row.text.isEmpty else { return label }
      if label.count > textColumn - 1 {
        label += "\n\(margin)"
      } else {
        label += String(repeating: " ", count: textColumn - label.count)
      }
      return label + body.joined(separator: "\n\(margin)")
    }
    return ["\(title):\n" + lines.joined(separator: "\n")]
  }
}
