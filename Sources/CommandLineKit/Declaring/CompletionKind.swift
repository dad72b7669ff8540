/// What a shell offers for a value.
public enum CompletionKind: Sendable {
  /// The type's own: its list of values, or nothing.
  case `default`
  /// These words.
  case list([String])
  /// Files, of these extensions or of any.
  case file(extensions: [String] = [])
  /// Folders.
  case directory
  /// What the program itself answers; it is given the words of the command line.
  case custom(@Sendable ([String]) -> [String])
}
