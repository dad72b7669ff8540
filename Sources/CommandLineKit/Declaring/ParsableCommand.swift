/// A command, with what it reads from the command line as its properties.
public protocol ParsableCommand: ParsableArguments {
  /// Its name, its help and the commands beneath it.
  static var configuration: CommandConfiguration { get }

  /// Does its work. A command without `run` prints its help.
  mutating func run() throws
}

extension ParsableCommand {
  /// A command named after its type, without help.
  public static var configuration: CommandConfiguration { CommandConfiguration() }

  /// Prints the command's help.
  public mutating func run() throws { throw CleanExit.helpRequest(Self.self) }

  /// The word that calls the command.
  static var commandName: String { configuration.commandName ?? "\(Self.self)".kebabCased }
}
