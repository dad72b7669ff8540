/// One option, flag or argument of a command, whatever its type.
struct ArgumentDefinition: Sendable {
  enum Kind: Sendable {
    case option
    case flag
    case positional
  }

  let kind: Kind
  /// Empty for an argument.
  let names: [Name]
  /// What stands for the value, without its angle brackets.
  let valueName: String
  let help: ArgumentHelp
  /// May be left out.
  let isOptional: Bool
  /// Takes several values.
  let isRepeating: Bool
  let defaultText: String?
  /// Every word there is; empty when they cannot be listed.
  let allValues: [String]
  let completion: CompletionKind
  /// Why a word is no value, where more can be said than which words there are.
  let explain: @Sendable (String) -> String?
  /// The title under which the help screen shows it; empty for the common one.
  var section = ""

  static func flag(_ names: [Name], _ help: ArgumentHelp) -> ArgumentDefinition {
    ArgumentDefinition(
      kind: .flag, names: names, valueName: "", help: help, isOptional: true, isRepeating: false, defaultText: nil,
      allValues: [], completion: .default, explain: { _ in nil })
  }

  /// The long name, or the only one.
  var preferredName: Name? { names.first(where: \.isLong) ?? names.first }
}

/// A definition together with the property that it fills.
struct DeclaredValue {
  var definition: ArgumentDefinition
  /// Keeps the value of a word; false when it was not understood.
  let accept: (String) -> Bool
}
