/// A command line that can be read but makes no sense: ends with the usage on standard error and exit code 64.
public struct ValidationError: Error, CustomStringConvertible, Equatable, Sendable {
  /// What was found, what was expected, what to do.
  public let message: String
  /// A usage error.
  public init(_ message: String) { self.message = message }
  /// The message.
  public var description: String { message }
}

/// Ends the program with a code and says nothing: for a command that has already said what failed.
public struct ExitCode: Error, Equatable, Sendable {
  /// What the process returns.
  public let rawValue: Int32
  /// An exit code.
  public init(_ rawValue: Int32) { self.rawValue = rawValue }

  /// 0.
  public static let success = ExitCode(0)
  /// 1.
  public static let failure = ExitCode(1)
  /// 64, sysexits' EX_USAGE.
  public static let validationFailure = ExitCode(64)
}

/// Ends the program well.
public enum CleanExit: Error {
  /// Prints the help of a command, or of the one that threw.
  case helpRequest((any ParsableCommand.Type)? = nil)
  /// Prints a message.
  case message(String)
}

/// An error together with the command that it belongs to.
struct CommandError: Error {
  /// From the root to the command.
  let path: [any ParsableCommand.Type]
  let error: any Error
}
