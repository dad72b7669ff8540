/// How the process ends: what it prints, where, and what it returns.
struct Outcome {
  let text: String
  let isError: Bool
  let code: ExitCode

  init(text: String, isError: Bool, code: ExitCode) {
    self.text = text
    self.isError = isError
    self.code = code
  }

  init(_ error: any Error, root: any ParsableCommand.Type, columns: Int) {
    guard let located = error as? CommandError else {
      self.init(error, path: [root], columns: columns)
      return
    }
    self.init(located.error, path: located.path, columns: columns)
  }

  private init(_ error: any Error, path: [any ParsableCommand.Type], columns: Int) {
    switch error {
    case CleanExit.helpRequest(let command):
      let path = command.map { path[0].path(to: $0) } ?? path
      self.init(text: HelpScreen(path, columns: columns).text, isError: false, code: .success)
    case CleanExit.message(let text):
      self.init(text: text, isError: false, code: .success)
    case let code as ExitCode:
      self.init(text: "", isError: true, code: code)
    case is ParserError, is ValidationError:
      let synopsis = Synopsis(path)
      let lines =
        [errorText(error)] + ((error as? ParserError)?.help.map { [helpText($0)] } ?? [])
        + [wrap(usageText(synopsis.text), columns, indent: 7), seeHelpText(synopsis.commandLine)]
      self.init(text: lines.joined(separator: "\n"), isError: true, code: .validationFailure)
    default:
      self.init(text: errorText(error), isError: true, code: .failure)
    }
  }
}
