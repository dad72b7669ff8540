/// A command's arguments and options, as help and manual page tell them.
struct HelpSections {
  /// An argument or option and what stands beside it.
  struct Row {
    /// `-o, --output <file>`.
    let label: String
    let text: String

    init(_ label: String, _ text: String) {
      self.label = label
      self.text = text
    }
  }

  /// Each with its title, as `Brush options`; none is empty.
  let all: [(title: String, rows: [Row])]

  init(_ command: any ParsableCommand.Type) {
    let visible = ArgumentSet(of: command.init()).definitions.filter(\.help.isVisible)
    let options = visible.filter { $0.kind != .positional }
    var sections = [("Arguments", visible.filter { $0.kind == .positional }.map(HelpSections.row))]
    var titles: [String] = []
    for option in options where !option.section.isEmpty && !titles.contains(option.section) {
      titles.append(option.section)
    }
    for title in titles { sections.append((title, options.filter { $0.section == title }.map(HelpSections.row))) }
    sections.append(
      (
        "Options",
        options.filter(\.section.isEmpty).map(HelpSections.row) + HelpSections.builtIns(command.configuration)
      ))
    all = sections.filter { !$0.1.isEmpty }
  }

  private static func builtIns(_ configuration: CommandConfiguration) -> [Row] {
    var rows: [Row] = []
    if !configuration.version.isEmpty { rows.append(Row(BuiltIn.version.spelling, "Show the version.")) }
    rows.append(Row(BuiltIn.help.map(\.spelling).joined(separator: ", "), "Show help information."))
    return rows
  }

  private static func row(_ definition: ArgumentDefinition) -> Row {
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
    return Row(label, text)
  }
}
