/// A function that walks over the words typed so far, to know the command and the place among its arguments, and
/// then offers what may stand there.
func bashScript(_ root: CompletionTree) -> String {
  let name = root.functionName
  return """
    # bash completion for \(root.names[0])

    \(name)() {
        local command='\(root.names[0])' position=0 index word
        local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
        # Bash splits --name=value at the equals sign.
        if [ "$current" = '=' ]; then
            current=''
        elif [ "$previous" = '=' ]; then
            previous="${COMP_WORDS[COMP_CWORD-2]}"
        fi
        for ((index = 1; index < COMP_CWORD; index++)); do
            word="${COMP_WORDS[index]}"
            case "$command $word" in
    \(walk(root))
            *' -'?*) ;;
            *) position=$((position + 1)) ;;
            esac
        done
        COMPREPLY=()
        case "$command $previous" in
    \(optionValues(root))
        esac
        case "$command $current" in
    \(optionNames(root))
        esac
        case "$command $position" in
    \(positionals(root))
        esac
    }

    \(name)_words() {
        local IFS=$'\\n'
        COMPREPLY=($(compgen -W "$1" -- "$2"))
    }

    \(name)_files() {
        local IFS=$'\\n'
        compopt -o filenames 2>/dev/null
        COMPREPLY=($(compgen -d -- "$1") $(for kind in $2; do compgen -f -X "!*.$kind" -- "$1"; done))
    }

    complete -F \(name) \(root.names[0])

    """
}

private func walk(_ root: CompletionTree) -> String {
  var lines: [String] = []
  for tree in root.all {
    for command in tree.subcommands {
      lines.append("        '\(command.commandLine)') command='\(command.commandLine)' position=0 ;;")
    }
    let spellings = tree.options.filter { $0.kind == .option }.flatMap(\.names).map(\.spelling)
    guard !spellings.isEmpty else { continue }
    lines.append(
      "        \(spellings.map { "'\(tree.commandLine) \($0)'" }.joined(separator: "|")))\n"
        + "            index=$((index + 1)); [ \"${COMP_WORDS[index]}\" = '=' ] && index=$((index + 1)) ;;")
  }
  return lines.joined(separator: "\n")
}

private func optionValues(_ root: CompletionTree) -> String {
  var lines: [String] = []
  for tree in root.all {
    for option in tree.options where option.kind == .option {
      let patterns = option.names.map { "'\(tree.commandLine) \($0.spelling)'" }.joined(separator: "|")
      lines.append("    \(patterns)) \(offer(option, tree, root)); return ;;")
    }
  }
  return lines.isEmpty ? "    '') ;;" : lines.joined(separator: "\n")
}

private func optionNames(_ root: CompletionTree) -> String {
  root.all.map { tree in
    let names = tree.options.flatMap(\.names).map(\.spelling).joined(separator: "\\n")
    return "    '\(tree.commandLine) '-*) \(root.functionName)_words $'\(names)' \"$current\"; return ;;"
  }.joined(separator: "\n")
}

private func positionals(_ root: CompletionTree) -> String {
  var lines: [String] = []
  for tree in root.all {
    if !tree.subcommands.isEmpty {
      let names = tree.subcommands.map { $0.names[$0.names.count - 1] } + (tree.names.count == 1 ? ["help"] : [])
      let words = names.joined(separator: "\\n")
      lines.append("    '\(tree.commandLine) 0') \(root.functionName)_words $'\(words)' \"$current\" ;;")
    }
    for (index, argument) in tree.positionals.enumerated() {
      let pattern = argument.isRepeating ? "'\(tree.commandLine) '*" : "'\(tree.commandLine) \(index)'"
      lines.append("    \(pattern)) \(offer(argument, tree, root)) ;;")
    }
  }
  return lines.isEmpty ? "    '') ;;" : lines.joined(separator: "\n")
}

private func offer(_ definition: ArgumentDefinition, _ tree: CompletionTree, _ root: CompletionTree) -> String {
  switch definition.completion {
  case .default: return ":"
  case .list(let words):
    return "\(root.functionName)_words $'\(words.joined(separator: "\\n"))' \"$current\""
  case .file(let extensions):
    let kinds = extensions.isEmpty ? "*" : extensions.joined(separator: "\\n")
    return extensions.isEmpty
      ? "compopt -o filenames 2>/dev/null; local IFS=$'\\n'; COMPREPLY=($(compgen -f -- \"$current\"))"
      : "\(root.functionName)_files \"$current\" $'\(kinds)'"
  case .directory:
    return "compopt -o filenames 2>/dev/null; local IFS=$'\\n'; COMPREPLY=($(compgen -d -- \"$current\"))"
  case .custom:
    return "\(root.functionName)_words \"$(\(tree.request(definition)) \"${COMP_WORDS[@]}\" 2>/dev/null)\" \"$current\""
  }
}
