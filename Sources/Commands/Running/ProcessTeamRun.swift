import CommandLineKit
import MessagePassing
import NetworkTraining
import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs a command that the processes of `mpirun` share; alone it is a command like any other.
///
/// Of an error that all meet process 0 tells, of one that a single process meets this one; then all end.
func withProcessTeam(patience: Int, _ body: (ProcessTeam?) throws -> Void) throws {
  guard let team = try ProcessTeam.join() else { return try body(nil) }
  team.patience = Double(patience)
  do {
    try body(team)
  } catch let error as ErrorOfOne {
    end(team, error.error, speaks: error.isOwn)
  } catch {
    // Who comes here has met the same as all, unless the others do not come.
    let isShared = team.failure == nil && team.meet(within: 2)
    if isShared { end(team, error, speaks: team.rank == 0) }
    if team.rank == 0 || team.failure == nil { say(error) }
    team.endAll(code: CnnlabCommand.exitCode(for: error).rawValue)
  }
  team.leave()
}

/// Ends this process; `mpirun` kills the others when the first has ended, so that all wait until the error is said.
private func end(_ team: ProcessTeam, _ error: any Error, speaks: Bool) -> Never {
  if speaks { say(error) }
  _ = team.meet(within: 5)
  team.leave()
  exit(CnnlabCommand.exitCode(for: error).rawValue)
}

private func say(_ error: any Error) {
  let text = CnnlabCommand.fullMessage(for: error, columns: terminalWidth)
  if !text.isEmpty { printError(text) }
}

/// What `body` gives where it fails in no process; else all throw, and the first that failed says why.
func agreed<Value>(_ team: ProcessTeam?, _ body: () throws -> Value) throws -> Value {
  guard let team else { return try body() }
  let result = Result(catching: body)
  var hasFailed = false
  if case .failure = result { hasFailed = true }
  guard let states = team.gather(hasFailed ? 1 : 0) else { throw team.failure ?? MessagePassingError.othersGone }
  guard let first = states.firstIndex(of: 1) else { return try result.get() }
  if case .failure(let error) = result, first == team.rank { throw ErrorOfOne(error: error, isOwn: true) }
  throw ErrorOfOne(error: ExitCode.failure, isOwn: false)
}

/// What one process has met and all know of.
private struct ErrorOfOne: Error {
  let error: any Error
  let isOwn: Bool
}

extension TrainingTeam {
  /// The processes of `mpirun`.
  init(_ team: ProcessTeam) {
    self.init(
      rank: team.rank, count: team.count, gather: { team.gather($0, $1) },
      exchange: { team.exchange($0, $1, $2, $3) })
  }
}
