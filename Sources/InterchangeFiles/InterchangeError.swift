import SystemServices

/// What is wrong with a file that another program wrote.
public enum InterchangeError: Error, Sendable, Equatable {
  /// The operating system refused.
  case file(FileError)
  /// A library that is loaded when needed is absent: its name, and the Debian package that has it.
  case noLibrary(String, package: String)
  /// The bytes are not of that format, or damaged; what was found in the file.
  case malformed(format: String, found: String)
  /// A part of the file uses what is not read here: the part, what it uses, and what is read.
  case unsupported(part: String, found: String, expected: String)
  /// A part claims more than a limit.
  case tooLarge(part: String, limit: String)
}

extension InterchangeError: CustomStringConvertible {
  /// One line without the file's name: what was found, what was expected.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .noLibrary(let name, let package):
      "\(name) is needed for this and is not on this machine; install it, on Debian by 'apt-get install \(package)'"
    case .malformed(let format, let found): "not a whole \(format) file: \(found)"
    case .unsupported(let part, let found, let expected): "\(part) is \(found), expected \(expected)"
    case .tooLarge(let part, let limit): "\(part) is larger than \(limit)"
    }
  }
}
