/// What `--help` prints.
struct HelpScreen {
  private let path: [any ParsableCommand.Type]
  private let columns: Int

  /// The column in which the text beside a label begins.
  private let textColumn = 26

  init(_ path: [any ParsableCommand.Type], columns: Int) {
    self.path = path
    self.columns = max(columns, 40)
  }

  var text: String {
    let command = path[path.count - 1]
    let configuration = command.configuration
    var parts: [String] = []
    if !configuration.abstract.isEmpty { parts.append(wrap("OVERVIEW: \(configuration.abstract)", columns, indent: 0)) }
    if !configuration.discussion.isEmpty { parts.append(configuration.discussion) }
    parts.append(wrap("USAGE: \(Synopsis(path).text)", columns, indent: 7))
    for (title, rows) in HelpSections(command).all { parts.append(section(title.uppercased(), rows)) }
    let commands = configuration.subcommands.filter { $0.configuration.shouldDisplay }
    if !commands.isEmpty {
      parts.append(section("COMMANDS", commands.map { HelpSections.Row($0.commandName, $0.configuration.abstract) }))
      let names = path.dropFirst().map { "\($0.commandName) " }.joined()
      parts.append("  See '\(path[0].commandName) help \(names)<command>' for detailed help.")
    }
    return parts.joined(separator: "\n\n")
  }

  private func section(_ title: String, _ rows: [HelpSections.Row]) -> String {
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
    return "\(title):\n" + lines.joined(separator: "\n")
  }
}
