/// A command's name, its help and the commands beneath it.
public struct CommandConfiguration: Sendable {
  /// The word that calls the command; nil takes the type's name.
  public var commandName: String?
  /// One line.
  public var abstract: String
  /// The synopsis to show instead of the one made from the properties.
  public var usage: String?
  /// What stands below the abstract: paragraphs, kept as they are.
  public var discussion: String
  /// What `--version` prints; empty when there is no such option.
  public var version: String
  /// False hides the command from lists of commands.
  public var shouldDisplay: Bool
  /// The commands beneath this one.
  public var subcommands: [any ParsableCommand.Type]
  /// The one that is meant when none is named.
  public var defaultSubcommand: (any ParsableCommand.Type)?

  /// Describes a command.
  public init(
    commandName: String? = nil, abstract: String = "", usage: String? = nil, discussion: String = "",
    version: String = "", shouldDisplay: Bool = true, subcommands: [any ParsableCommand.Type] = [],
    defaultSubcommand: (any ParsableCommand.Type)? = nil
  ) {
    self.commandName = commandName
    self.abstract = abstract
    self.usage = usage
    self.discussion = discussion
    self.version = version
    self.shouldDisplay = shouldDisplay
    self.subcommands = subcommands
    self.defaultSubcommand = defaultSubcommand
  }
}
