/// A command's page for `man`, in the macros of man(7).
struct ManualPage {
  private let path: [any ParsableCommand.Type]

  init(_ path: [any ParsableCommand.Type]) { self.path = path }

  /// `cnnlab-data-list`.
  private var name: String { ManualPage.name(path) }

  private static func name(_ path: [any ParsableCommand.Type]) -> String {
    path.map { $0.commandName }.joined(separator: "-")
  }

  var text: String {
    let command = path[path.count - 1]
    let configuration = command.configuration
    let root = path[0]
    var lines = [
      ".TH \(name.uppercased()) 1 \"\" \"\(root.commandName) \(root.configuration.version)\" \"User commands\"",
      ".SH NAME",
      "\(escaped(name)) \\- \(escaped(withoutFullStop(configuration.abstract)))",
      ".SH SYNOPSIS",
      ".nh", ".ad l", "\\fB\(escaped(Synopsis(path).text))\\fR", ".ad", ".hy",
    ]
    if !configuration.discussion.isEmpty {
      lines.append(".SH DESCRIPTION")
      lines += paragraphs(configuration.discussion)
    }
    for (title, rows) in HelpSections(command).all {
      lines.append(".SH \(title.uppercased())")
      for row in rows {
        lines += [".TP", "\\fB\(escaped(row.label))\\fR"]
        lines += row.text.isEmpty ? ["\\&"] : row.text.split(separator: "\n").map { escaped(String($0)) }
      }
    }
    let commands = configuration.subcommands.filter { $0.configuration.shouldDisplay }
    if !commands.isEmpty {
      lines.append(".SH COMMANDS")
      for command in commands {
        lines += [".TP", "\\fB\(escaped(command.commandName))\\fR", escaped(command.configuration.abstract)]
      }
    }
    let others = (path.count > 1 ? [Array(path.dropLast())] : []) + commands.map { path + [$0] }
    if !others.isEmpty {
      lines.append(".SH SEE ALSO")
      lines.append(others.map { "\\fB\(escaped(ManualPage.name($0)))\\fR(1)" }.joined(separator: ",\n"))
    }
    return lines.joined(separator: "\n")
  }

  /// Text as it stands, paragraph by paragraph; lines that begin with spaces are examples and keep their breaks.
  private func paragraphs(_ text: String) -> [String] {
    var lines: [String] = []
    var isExample = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        if isExample { lines.append(".fi") }
        isExample = false
        lines.append(".PP")
        continue
      }
      if line.hasPrefix("  ") != isExample {
        lines.append(isExample ? ".fi" : ".nf")
        isExample.toggle()
      }
      lines.append(escaped(String(line)))
    }
    if isExample { lines.append(".fi") }
    return lines
  }

  /// Characters that roff takes for its own; a line that begins with a full stop or an apostrophe is text here.
  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      default: result.append(character)
      }
    }
    return text.hasPrefix(".") ? "\\&" + result : result
  }

  private func withoutFullStop(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }
}
