/// Why processes could not work together.
public enum MessagePassingError: Error, Equatable, Sendable {
  /// Open MPI is not on this machine, although it has started this process as one of `processes`.
  case noLibrary(processes: Int)
  /// MPI's own words.
  case refused(String)
  /// Another process has not answered.
  case noAnswer(seconds: Double)
  /// This process was asked to end, and another has not answered since.
  case othersGone
}

extension MessagePassingError: CustomStringConvertible {
  /// One line: what was found and what to do.
  public var description: String {
    switch self {
    case .noLibrary(let processes):
      "mpirun has started \(processes) processes, but Open MPI (libmpi.so.40) is not on this machine; "
        + "install it (Debian: libopenmpi3), or start one process"
    case .refused(let text): "MPI says: \(text)"
    case .noAnswer(let seconds): "another process has not answered for \(Int(seconds)) s"
    case .othersGone: "another process has ended"
    }
  }
}
