/// What every command line understands without declaring it.
enum BuiltIn {
  static let help: [Name] = [.short("h"), .long("help")]
  static let version: Name = .long("version")
  static let completionScript: Name = .long("generate-completion-script")
  static let manualPage: Name = .long("generate-manual-page")
  static let helpCommand = "help"
  /// The hidden first word with which a completion script asks the program itself.
  static let completionRequest = "---completion"

  static let allNames = help + [version]

  /// True when one of `names` stands among the tokens, outside what the command declares itself.
  static func isAsked(_ names: [Name], in tokens: [Token], besides set: ArgumentSet) -> Bool {
    for token in tokens {
      switch token {
      case .terminator: return false
      case .long(let name, nil) where names.contains(.long(name)) && set[.long(name)] == nil: return true
      case .short(let letters, nil) where letters.allSatisfy({ set[.short($0)] != nil || names.contains(.short($0)) }):
        for letter in letters where names.contains(.short(letter)) && set[.short(letter)] == nil { return true }
      default: break
      }
    }
    return false
  }
}
