import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension ParsableCommand {
  /// Reads the command line, runs the command it calls and ends the process.
  public static func main() -> Never { main(nil) }

  /// Reads `arguments`, or the command line, runs the command it calls and ends the process.
  public static func main(_ arguments: [String]?) -> Never {
    StandardOutput.prepare()
    let words = arguments ?? commandLineWords()
    if words.first == BuiltIn.completionRequest {
      end(.init(text: completions(Array(words.dropFirst())).joined(separator: "\n"), isError: false, code: .success))
    }
    end(outcome(of: words))
  }

  private static func outcome(of words: [String]) -> Outcome? {
    var parser = CommandParser(Self.self, words)
    do {
      var command = try parser.parse()
      do {
        try command.run()
        return nil
      } catch {
        throw CommandError(path: parser.path, error: error)
      }
    } catch {
      return Outcome(error, root: Self.self, columns: terminalWidth)
    }
  }

  /// The only place that ends the process.
  private static func end(_ outcome: Outcome?) -> Never {
    if let outcome, !outcome.text.isEmpty {
      if outcome.isError { printError(outcome.text) } else { printOut(outcome.text) }
    }
    let code = outcome?.code ?? .success
    // What was to be printed and could not be is an error, unless the command has failed anyway.
    if code == .success, let error = StandardOutput.error {
      printError(unwrittenText(error.reason))
      exit(ExitCode.failure.rawValue)
    }
    exit(code.rawValue)
  }

  /// The command that `arguments` call, filled but not run.
  public static func parseAsRoot(_ arguments: [String]) throws -> any ParsableCommand {
    var parser = CommandParser(Self.self, arguments)
    return try parser.parse()
  }

  /// The help screen of `command`, or of this one, as it stands under this one.
  public static func helpMessage(for command: (any ParsableCommand.Type)? = nil, columns: Int = 80) -> String {
    HelpScreen(path(to: command ?? Self.self), columns: columns).text
  }

  /// What the process prints when `error` ends it.
  public static func fullMessage(for error: any Error, columns: Int = 80) -> String {
    Outcome(error, root: Self.self, columns: columns).text
  }

  /// What the process returns when `error` ends it.
  public static func exitCode(for error: any Error) -> ExitCode {
    Outcome(error, root: Self.self, columns: 80).code
  }

  static func path(to command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
    func search(_ path: [any ParsableCommand.Type]) -> [any ParsableCommand.Type]? {
      let last = path[path.count - 1]
      if last == command { return path }
      return last.configuration.subcommands.lazy.compactMap { search(path + [$0]) }.first
    }
    return search([Self.self]) ?? [command]
  }
}
