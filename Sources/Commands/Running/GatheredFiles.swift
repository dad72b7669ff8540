import Platform

/// Files that are written into one folder at the end of a command: all of them or none.
struct GatheredFiles {
  private(set) var files: [(path: String, bytes: [UInt8])] = []

  /// A file at `path` within the folder.
  mutating func add(_ path: String, _ bytes: [UInt8]) { files.append((path, bytes)) }

  /// A text file.
  mutating func add(_ path: String, text: String) { add(path, Array(text.utf8)) }

  /// Writes everything beside `folder` under a temporary name and moves it there: the folder as a whole where there is
  /// none yet, else file by file.
  func write(to folder: String) throws(CommandFailure) {
    var folder = folder[...]
    while folder.count > 1 && folder.last == "/" { folder.removeLast() }
    let target = String(folder)
    do throws(FileError) {
      if fileKind(target) == .file { throw FileError(.write, target, code: ENOTDIR) }
      try makeFolder(parentFolder(target))
      let temporary = "\(parentFolder(target))/.\(fileName(target)).\(getpid()).tmp"
      defer { removeTree(temporary) }
      try makeFolder(temporary)
      for (path, bytes) in files {
        try makeFolder(parentFolder("\(temporary)/\(path)"))
        try writeFile("\(temporary)/\(path)", bytes)
      }
      if fileKind(target) == nil {
        guard rename(temporary, target) == 0 else { throw FileError(.write, target, code: errno) }
        return
      }
      for (path, _) in files {
        try makeFolder(parentFolder("\(target)/\(path)"))
        guard rename("\(temporary)/\(path)", "\(target)/\(path)") == 0 else {
          throw FileError(.write, "\(target)/\(path)", code: errno)
        }
      }
    } catch {
      throw .file(error)
    }
  }

  /// Takes away what this command has put under its temporary name.
  private func removeTree(_ temporary: String) {
    guard fileKind(temporary) == .folder else { return }
    var folders: Set<String> = []
    for (path, _) in files {
      _ = unlink("\(temporary)/\(path)")
      folders.insert(parentFolder("\(temporary)/\(path)"))
    }
    for folder in folders.sorted(by: { $0.utf8.count > $1.utf8.count }) { removeEmptyFolder(folder) }
    removeEmptyFolder(temporary)
  }
}
