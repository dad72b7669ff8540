/// One function a command, each in the words of zsh's `_arguments`.
func zshScript(_ root: CompletionTree) -> String {
  let functions = root.all.map(function).joined(separator: "\n\n")
  return """
    #compdef \(root.names[0])

    \(functions)

    if [ "$funcstack[1]" = '\(root.functionName)' ]; then
        \(root.functionName) "$@"
    else
        compdef \(root.functionName) \(root.names[0])
    fi

    """
}

private func function(_ tree: CompletionTree) -> String {
  var specifications = tree.options.map { option($0, tree) }
  guard !tree.subcommands.isEmpty else {
    specifications += tree.positionals.enumerated().map { index, argument in
      let place = argument.isRepeating ? "*" : "\(index + 1)"
      return quoted("\(place):\(escaped(argument.valueName)):\(action(argument, tree))")
    }
    return """
      \(tree.functionName)() {
          _arguments -s \\
      \(listed(specifications))
      }
      """
  }
  specifications += [quoted("1: :->command"), quoted("*:: :->arguments")]
  let described = tree.subcommands.map { quoted("\($0.names[$0.names.count - 1]):\(escaped($0.abstract))") }
  let calls = tree.subcommands.map { "            \($0.names[$0.names.count - 1])) \($0.functionName) ;;" }
  return """
    \(tree.functionName)() {
        local state line
        local -a commands
        commands=(
    \(described.map { "        \($0)" }.joined(separator: "\n"))
        )
        _arguments -C -s \\
    \(listed(specifications)) && return
        case "$state" in
        command) _describe command commands ;;
        arguments)
            case "$line[1]" in
    \(calls.joined(separator: "\n"))
            esac ;;
        esac
    }
    """
}

private func listed(_ specifications: [String]) -> String {
  specifications.map { "        \($0)" }.joined(separator: " \\\n")
}

private func option(_ definition: ArgumentDefinition, _ tree: CompletionTree) -> String {
  let spellings = definition.names.map { name in
    definition.kind == .option && name.isLong ? "\(name.spelling)=" : name.spelling
  }
  let value =
    definition.kind == .option ? ":\(escaped(definition.valueName)):\(action(definition, tree))" : ""
  let tail = "[\(escaped(definition.help.abstract))]\(value)"
  if spellings.count == 1 { return quoted(spellings[0] + tail) }
  let excluded = definition.names.map(\.spelling).joined(separator: " ")
  return quoted("(\(excluded))") + "{\(spellings.joined(separator: ","))}" + quoted(tail)
}

private func action(_ definition: ArgumentDefinition, _ tree: CompletionTree) -> String {
  switch definition.completion {
  case .default: return " "
  case .list(let words): return "(\(words.map(escaped).joined(separator: " ")))"
  case .file(let extensions):
    return extensions.isEmpty ? "_files" : "_files -g \"*.(\(extensions.joined(separator: "|")))(-.)\""
  case .directory: return "_files -/"
  case .custom: return "{compadd -- ${(f)\"$(\(tree.request(definition)) ${words[@]} 2>/dev/null)\"}}"
  }
}

private func escaped(_ text: String) -> String {
  var result = ""
  for character in text {
    if "[]:\\".contains(character) { result += "\\" }
    result.append(character)
  }
  return result
}

private func quoted(_ text: String) -> String { "'\(text.replacing("'", by: "'\\''"))'" }
