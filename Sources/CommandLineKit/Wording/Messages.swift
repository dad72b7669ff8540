import SystemServices
import TextFormats

// Every sentence that the parser says about a command line.

extension ParserError: CustomStringConvertible {
  /// What was found and what was expected.
  var description: String {
    switch self {
    case .unknownCommand(let word, let candidates):
      "Unknown command \(single(word))" + suggestion(word, candidates)
    case .unknownOption(let word, let candidates):
      "Unknown option \(single(word))" + suggestion(word, candidates)
    case .optionIsFile(let word):
      "Unknown option \(single(word)). The file of that name is written \(single("./" + word)), or behind '--'"
    case .missingValue(let definition, let name):
      "Missing value for '\(name.spelling) <\(definition.valueName)>'"
    case .valueForFlag(let name, let value):
      "The flag '\(name.spelling)' takes no value, but \(single(value)) was given"
    case .invalidValue(let word, let definition, let name):
      "The value \(single(word)) is invalid for '\(definition.spelling(name))'"
        + (definition.explain(word).map { ": \($0)" } ?? expectation(definition, word))
    case .unexpectedArguments(let words):
      words.count == 1
        ? "Unexpected argument \(single(words[0]))"
        : "\(words.count) unexpected arguments: " + words.prefix(3).map(single).joined(separator: ", ")
          + (words.count > 3 ? ", …" : "")
    case .missingArgument(let definition):
      "Missing expected argument '\(definition.spelling(definition.preferredName))'"
    case .unknownShell(let word):
      "Unknown shell \(single(word)). Please provide one of " + alternatives(CompletionScript.allCases.map(\.rawValue))
    }
  }

  /// The help line of the argument that the error is about.
  var help: String? {
    let definition: ArgumentDefinition
    switch self {
    case .missingValue(let found, _), .invalidValue(_, let found, _), .missingArgument(let found): definition = found
    default: return nil
    }
    guard !definition.help.abstract.isEmpty else { return nil }
    return "\(definition.spelling(definition.preferredName))  \(definition.help.abstract)"
  }
}

extension ArgumentDefinition {
  /// `--stride <stride>`, `<image> ...`.
  func spelling(_ name: Name?) -> String {
    switch kind {
    case .flag: name?.spelling ?? ""
    case .option: "\(name?.spelling ?? "") <\(valueName)>"
    case .positional: "<\(valueName)>" + (isRepeating ? " ..." : "")
    }
  }
}

/// A word of the command line within marks.
private func single(_ word: String) -> String { "'\(word.printable(limit: 60))'" }

private func suggestion(_ word: String, _ candidates: [String]) -> String {
  guard let nearest = closest(to: word, among: candidates) else { return "" }
  return ". Did you mean '\(nearest)'?"
}

private func expectation(_ definition: ArgumentDefinition, _ word: String) -> String {
  definition.allValues.isEmpty ? "" : ". Please provide one of \(alternatives(definition.allValues))"
}

private func alternatives(_ words: [String]) -> String {
  let quoted = words.map { "'\($0)'" }
  guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
  return quoted.dropLast().joined(separator: ", ") + " or \(last)"
}

/// The lines on standard error: the error, what helps, the usage, where to read on.
///
/// Whatever an error quotes, it takes one line and leaves the terminal as it is.
public func errorText(_ error: any Error) -> String { "Error: \("\(error)".printable(limit: 1_000))" }

/// What was to be printed and was not.
func unwrittenText(_ reason: String) -> String { "Error: Cannot write standard output: \(reason)" }

func helpText(_ line: String) -> String { "Help:  \(line)" }

func usageText(_ usage: String) -> String { "Usage: \(usage)" }

func seeHelpText(_ command: String) -> String { "  See '\(command) --help' for more information." }
