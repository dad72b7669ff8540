#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A hidden folder beside an output that is filled and then moved to its place; taken away with all that is in it unless
/// it has been moved.
public struct TemporaryFolder: ~Copyable {
  /// Where it stands.
  public let path: String
  private let descriptor: Int32

  /// Makes the folder beside `place`, for which it is meant; what a killed process has left there is taken away.
  public init(beside place: String) throws(FileError) {
    for attempt in 0..<100 {
      let path = temporaryName(of: place, attempt)
      guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError(.write, path, code: errno) }
      let descriptor = openDescriptor(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
      guard descriptor >= 0 else { continue }
      // A lock ends with its process: a folder without one was left behind.
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fileKind(path) == .folder {
        self.path = path
        self.descriptor = descriptor
        removeContents(of: path)
        return
      }
      _ = close(descriptor)
    }
    throw FileError(.write, place, code: EBUSY)
  }

  /// Moves the folder to `place`, where nothing may stand but an empty folder.
  public consuming func move(to place: String) throws(FileError) {
    guard rename(path, place) == 0 else { throw FileError(.write, place, code: errno) }
  }

  deinit {
    if fileKind(path) == .folder {
      removeContents(of: path)
      removeEmptyFolder(path)
    }
    _ = close(descriptor)
  }
}

/// Removes all that stands in a folder; links are removed, not followed.
private func removeContents(of folder: String) {
  guard let names = try? folderContents(folder) else { return }
  for name in names where unlink("\(folder)/\(name)") != 0 {
    removeContents(of: "\(folder)/\(name)")
    removeEmptyFolder("\(folder)/\(name)")
  }
}
