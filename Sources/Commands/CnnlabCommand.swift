import CommandLineKit

/// The whole program: one command beneath it for each thing it does.
public struct CnnlabCommand: ParsableCommand {
  /// The name, and every command.
  public static let configuration = CommandConfiguration(
    commandName: "cnnlab",
    abstract: "See what a convolution does to your own picture, and what a network learns to do with it.",
    version: version,
    subcommands: [
      FilterCommand.self, PipelineCommand.self, KernelsCommand.self, ShowCommand.self, FiguresCommand.self,
      TrainCommand.self, TestCommand.self, PredictCommand.self, ArchCommand.self, DataCommand.self, DumpCommand.self,
      CompareCommand.self, ExploreCommand.self, ExportCommand.self, ImportCommand.self,
    ])

  /// A command line without a command prints the help.
  public init() {}
}

/// The program's version: `CHANGELOG.md` says what each one brought.
let version = "0.1.0"
