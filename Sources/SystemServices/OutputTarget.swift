#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What an output's path stands for, links followed.
enum OutputTarget {
  /// A descriptor that the process was started with: standard output, or what `/dev/fd/3` names.
  case inherited(Int32)
  /// A pipe or a device: it is opened and written, never replaced.
  case writtenThrough
  /// A regular file, or nothing yet, at this path that no link hides; what stands there is replaced.
  case replaced(String, old: stat?)

  /// - Throws: what the system says of a folder, a loop of links, or a file that must not be written.
  init(_ path: String) throws(FileError) {
    if path == "-" {
      self = .inherited(STDOUT_FILENO)
      return
    }
    if let number = standardStream(path) {
      self = .inherited(number)
      return
    }
    if let information = fileStatus(path) {
      switch information.st_mode & S_IFMT {
      case S_IFDIR: throw FileError(.write, path, code: EISDIR)
      case S_IFREG: break
      default:
        self = OutputTarget.inheritedDescriptor(path).map(OutputTarget.inherited) ?? .writtenThrough
        return
      }
      if let number = OutputTarget.inheritedDescriptor(path) {
        self = .inherited(number)
        return
      }
      guard withSystemPath(path, { faccessat(AT_FDCWD, $0, W_OK, AT_EACCESS) }) == 0 else {
        throw FileError(.write, path, code: errno)
      }
      self = .replaced(try OutputTarget.withoutLinks(path), old: information)
    } else {
      guard errno == ENOENT else { throw FileError(.write, path, code: errno) }
      self = .replaced(try OutputTarget.withoutLinks(path), old: nil)
    }
  }

  /// The path that the last part of `path` leads to, link by link.
  private static func withoutLinks(_ path: String) throws(FileError) -> String {
    var place = path
    // As many as Linux follows.
    for _ in 0..<40 {
      guard let next = linkTarget(place) else { return place }
      place = next.hasPrefix("/") ? next : "\(parentFolder(place))/\(next)"
    }
    throw FileError(.write, path, code: ELOOP)
  }

  /// The number of a descriptor of this process where `path` leads to one, as `/dev/fd/3` does.
  private static func inheritedDescriptor(_ path: String) -> Int32? {
    var place = path
    for _ in 0..<40 {
      if let number = Int32(fileName(place)), isDescriptorFolder(parentFolder(place)) { return number }
      guard let next = linkTarget(place) else { return nil }
      place = next.hasPrefix("/") ? next : "\(parentFolder(place))/\(next)"
    }
    return nil
  }

  private static func isDescriptorFolder(_ path: String) -> Bool {
    guard let resolved = withSystemPath(path, { realpath($0, nil) }) else { return false }
    defer { free(resolved) }
    return ["/proc/\(getpid())/fd", "/dev/fd"].contains(String(cString: resolved))
  }
}

/// Whether a file may be written to `path`, before anything is.
public func checkOutput(_ path: String) throws(FileError) { _ = try OutputTarget(path) }

/// True when something at `path` is not simply replaced: a link, a pipe or a device.
public func isWrittenThrough(_ path: String) -> Bool {
  linkStatus(path).map { $0.st_mode & S_IFMT != S_IFREG } ?? false
}

/// True when what is written to `path` goes where standard output goes, whichever way it is named.
public func isStandardOutput(_ path: String) -> Bool { path == "-" || standardStream(path) == STDOUT_FILENO }

/// True when standard error goes where standard output goes.
public var standardErrorIsStandardOutput: Bool {
  var (one, other) = (stat(), stat())
  return fstat(STDOUT_FILENO, &one) == 0 && fstat(STDERR_FILENO, &other) == 0 && isSame(one, other)
}

/// Standard output or standard error where `path` is the very pipe, device or file that it writes to.
private func standardStream(_ path: String) -> Int32? {
  guard let named = fileStatus(path) else { return nil }
  var stream = stat()
  return [STDOUT_FILENO, STDERR_FILENO].first { fstat($0, &stream) == 0 && isSame(named, stream) }
}

private func isSame(_ one: stat, _ other: stat) -> Bool { one.st_dev == other.st_dev && one.st_ino == other.st_ino }
