import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that are written into one folder at the end of a command: all of them or none.
package struct GatheredFiles {
  private(set) var files: [(path: String, bytes: [UInt8])] = []

  /// No files yet.
  package init() {}

  /// A file at `path` within the folder.
  package mutating func add(_ path: String, _ bytes: [UInt8]) { files.append((path, bytes)) }

  /// A text file.
  package mutating func add(_ path: String, text: String) { add(path, Array(text.utf8)) }

  /// Writes everything beside `folder` under a temporary name and moves it there: the folder as a whole where there is
  /// none yet, else file by file. What stands at a file's place is treated as ``AtomicFile`` does.
  package func write(to folder: String) throws(CommandFailure) {
    var folder = folder[...]
    while folder.count > 1 && folder.last == "/" { folder.removeLast() }
    let target = String(folder)
    do throws(FileError) {
      if fileKind(target) == .file { throw FileError(.write, target, code: ENOTDIR) }
      try makeFolder(parentFolder(target))
      let isNew = fileKind(target) == nil
      if !isNew { for (path, _) in files { try checkOutput("\(target)/\(path)") } }
      let temporary = try TemporaryFolder(beside: target)
      for (path, bytes) in files {
        try makeFolder(parentFolder("\(temporary.path)/\(path)"))
        try writeFile("\(temporary.path)/\(path)", bytes)
      }
      if isNew { return try temporary.move(to: target) }
      for (path, bytes) in files {
        let place = "\(target)/\(path)"
        try makeFolder(parentFolder(place))
        if fileKind(place) != nil || isWrittenThrough(place) {
          try writeFile(place, bytes)
        } else if rename("\(temporary.path)/\(path)", place) != 0 {
          throw FileError(.write, place, code: errno)
        }
      }
    } catch {
      throw .file(error)
    }
  }
}
