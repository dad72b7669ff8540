import CommandLineKit

/// `cnnlab data`: the pictures to learn from.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "List the data sets known by name, and fetch those that are not built in.",
    discussion: """
      Fetched files go into a folder for each set in $CNNLAB_DATA, else in cnnlab in
      $XDG_CACHE_HOME (~/.cache). Files that lie there, or in cnnlab in $XDG_DATA_HOME
      (~/.local/share), are found by the same names.
      """,
    subcommands: [DataListCommand.self, DataFetchCommand.self])
}
