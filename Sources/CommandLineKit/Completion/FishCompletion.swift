/// One `complete` line an option, each under the condition that its command is being typed.
func fishScript(_ root: CompletionTree) -> String {
  var lines = ["# fish completion for \(root.names[0])", "complete -c \(root.names[0]) -f"]
  for tree in root.all {
    let start = "complete -c \(root.names[0]) -n \(quoted(condition(tree)))"
    for command in tree.subcommands {
      lines.append("\(start) -a \(quoted(command.names[command.names.count - 1])) -d \(quoted(command.abstract))")
    }
    for option in tree.options {
      let names = option.names.map { name in
        switch name {
        case .long(let word): "-l \(word)"
        case .short(let letter): "-s \(letter)"
        }
      }
      let value = option.kind == .option ? " -r" + offer(option, tree) : ""
      lines.append("\(start) \(names.joined(separator: " "))\(value) -d \(quoted(option.help.abstract))")
    }
    for argument in tree.positionals {
      let words = offer(argument, tree)
      if !words.isEmpty { lines.append(start + words) }
    }
  }
  return lines.joined(separator: "\n") + "\n"
}

/// True while `tree`'s command is typed and none beneath it.
private func condition(_ tree: CompletionTree) -> String {
  var parts = tree.names.dropFirst().map { "__fish_seen_subcommand_from \($0)" }
  if !tree.subcommands.isEmpty {
    let beneath = tree.subcommands.map { $0.names[$0.names.count - 1] }.joined(separator: " ")
    parts.append("not __fish_seen_subcommand_from \(beneath)")
  }
  return parts.isEmpty ? "true" : parts.joined(separator: "; and ")
}

private func offer(_ definition: ArgumentDefinition, _ tree: CompletionTree) -> String {
  switch definition.completion {
  case .default: return definition.kind == .option ? " -f" : ""
  case .list(let words): return " -f -a \(quoted(words.joined(separator: " ")))"
  case .file: return " -F"
  case .directory: return " -f -a '(__fish_complete_directories)'"
  case .custom: return " -f -a \(quoted("(\(tree.request(definition)) (commandline -opc) 2>/dev/null)"))"
  }
}

private func quoted(_ text: String) -> String {
  "'\(text.replacing("\\", by: "\\\\").replacing("'", by: "\\'"))'"
}
