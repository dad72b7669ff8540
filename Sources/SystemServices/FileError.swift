/// What the operating system refused, with the path and its own reason.
public struct FileError: Error, Equatable, Sendable {
  /// What was tried.
  public enum Operation: String, Sendable {
    /// Opening or reading.
    case read
    /// Creating, writing or renaming.
    case write
  }

  /// What was tried.
  public let operation: Operation
  /// The file or folder.
  public let path: String
  /// The system's error number.
  public let code: Int32

  /// An error of the operating system.
  public init(_ operation: Operation, _ path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// The system's words for the error number, as "No such file or directory".
  public var reason: String { systemMessage(code) }
}

extension FileError: CustomStringConvertible {
  /// One line, as `cannot read photo.png: No such file or directory`; a path of "-" is standard input or output.
  public var description: String {
    let standard = operation == .read ? "standard input" : "standard output"
    return "cannot \(operation.rawValue) \(path == "-" ? standard : path.printable()): \(reason)"
  }
}
