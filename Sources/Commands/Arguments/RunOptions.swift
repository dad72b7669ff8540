import CommandLineKit
import SystemServices
import Threading

/// How a run over pictures goes and what it says.
struct RunOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Threads; by default one a core.", valueName: "n")) var jobs: Int?
  @Flag(name: .shortAndLong, help: "Print nothing but errors.") var quiet = false
  @Flag(help: "Draw the maps in the terminal.") var preview = false

  /// No machine has more cores, and each thread takes memory.
  private static let mostJobs = 1024

  /// Threads to use.
  var threads: Int { jobs ?? coreCount }

  mutating func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs is \(jobs): it must be 1 or more") }
    if let jobs, jobs > RunOptions.mostJobs {
      throw ValidationError("--jobs is \(jobs): it must be \(RunOptions.mostJobs) or less")
    }
  }
}
