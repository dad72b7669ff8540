/// What can be wrong with a command line; each case carries what was found.
enum ParserError: Error {
  /// No command of this name under the one before it.
  case unknownCommand(String, candidates: [String])
  /// No option of this name.
  case unknownOption(String, candidates: [String])
  /// No option of this name, but a file.
  case optionIsFile(String)
  /// An option at the end, or with another option behind it.
  case missingValue(ArgumentDefinition, name: Name)
  /// A flag with a value: `--quiet=yes`.
  case valueForFlag(Name, value: String)
  /// A word that stands for no value of the type.
  case invalidValue(String, ArgumentDefinition, name: Name?)
  /// More words than the command reads.
  case unexpectedArguments([String])
  /// An option or argument that must be given.
  case missingArgument(ArgumentDefinition)
  /// No completion script for this shell.
  case unknownShell(String)
}
