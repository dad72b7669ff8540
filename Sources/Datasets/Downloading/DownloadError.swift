import SystemServices

/// Why a file could not be fetched; each case carries what was found.
public enum DownloadError: Error, Equatable, Sendable {
  /// The operating system refused.
  case file(FileError)
  /// A library that fetching needs is not on this machine; the Debian package that has it.
  case noLibrary(String, package: String)
  /// Another process is fetching the same file.
  case busy(path: String)
  /// The user asked to stop; what came so far is kept.
  case interrupted
  /// No mirror gave the file; what each did.
  case noMirror(file: String, attempts: [(mirror: String, failure: MirrorFailure)])
  /// A file that is there already has other bytes than the published.
  case differs(path: String, found: String, expected: String)
  /// An archive that does not hold what it should.
  case archive(path: String, missing: String)

  /// True when both say the same.
  public static func == (left: DownloadError, right: DownloadError) -> Bool {
    left.description == right.description
  }
}

/// What a mirror did instead of giving the file.
public enum MirrorFailure: Error, Equatable, Sendable {
  /// An HTTP status that is no success.
  case status(Int)
  /// A redirection that leads nowhere: in a circle, or to what is not fetched; the library's words.
  case redirection(String)
  /// The connection could not be made, or broke; the library's words.
  case connection(String)
  /// The answer ended too early, several times.
  case truncated(found: Int, expected: Int)
  /// More bytes than the file has.
  case tooLong(expected: Int)
  /// Other bytes than the published.
  case hash(found: String, expected: String)
}

extension MirrorFailure: CustomStringConvertible {
  /// What was found and what was expected, without a full stop.
  public var description: String {
    switch self {
    case .status(let status) where (300..<400).contains(status):
      "status \(status), a redirection that does not say where"
    case .status(let status): "status \(status)"
    case .redirection(let reason): "it redirects to where nothing can be fetched (\(reason))"
    case .connection(let reason): reason
    case .truncated(let found, let expected): "the answer ends after \(found) of \(expected) bytes"
    case .tooLong(let expected): "the answer has more than the expected \(expected) bytes"
    case .hash(let found, let expected):
      "SHA-256 \(found.prefix(12))…, expected \(expected.prefix(12))…"
    }
  }
}

extension DownloadError: CustomStringConvertible {
  /// One line: what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .noLibrary(let name, let package):
      "\(name) is needed to fetch data, but is not on this machine; install it (Debian, Ubuntu: apt install \(package)), "
        + "or put the files into the folder yourself"
    case .busy(let path):
      "\(path) is being written by another process; wait for it to end"
    case .interrupted:
      "interrupted; what came so far is kept: the same command goes on from there"
    case .noMirror(let file, let attempts):
      "cannot fetch \(file): " + attempts.map { "\($0.mirror): \($0.failure)" }.joined(separator: "; ")
        + ". Try again later, or name another mirror"
    case .differs(let path, let found, let expected):
      "\(path) is there, but is not the published file: SHA-256 \(found.prefix(12))…, expected \(expected.prefix(12))…; "
        + "replace it"
    case .archive(let path, let missing):
      "\(path): \(missing) is not in the archive; remove it and fetch it again"
    }
  }
}
