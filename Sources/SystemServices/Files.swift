#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What stands at a path.
public enum FileKind: Sendable {
  /// A file of bytes, or a pipe or device.
  case file
  /// A folder.
  case folder
}

/// What stands at `path`, links followed; nil when there is nothing.
public func fileKind(_ path: String) -> FileKind? {
  guard let information = fileStatus(path) else { return nil }
  return information.st_mode & S_IFMT == S_IFDIR ? .folder : .file
}

/// True when both paths name the same existing file, however they are spelt.
public func isSameFile(_ first: String, _ second: String) -> Bool {
  guard let one = fileStatus(first), let other = fileStatus(second) else { return false }
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino
}

/// The largest file that ``readFile(_:limit:)`` reads unless told otherwise.
public let fileSizeLimit = 1 << 30

/// The bytes of a file; `-` is standard input. Memory grows with what the file holds, not with the size that it declares.
///
/// Where `isWanted` says no to the first bytes, up to 4096 of them, these are all that is returned: enough for whoever
/// reads them to say what is wrong, and no more of a file or device that may have no end.
/// - Throws: `EFBIG` for a file of more than `limit` bytes, before the rest of it is read where its size is known.
public func readFile(
  _ path: String, limit: Int = fileSizeLimit, isWanted: (UnsafeBufferPointer<UInt8>) -> Bool = { _ in true }
) throws(FileError) -> [UInt8] {
  let file = try FileBytes(path: path)
  let beginning = UnsafeBufferPointer(start: file.start, count: min(4096, try file.fill(to: 4096)))
  if !isWanted(beginning) { return Array(beginning) }
  if let size = file.declaredSize, size > limit { throw FileError(.read, path, code: EFBIG) }
  let count = try file.fill(to: limit + 1)
  guard count <= limit else { throw FileError(.read, path, code: EFBIG) }
  guard memoryIsAvailable(count) else { throw FileError(.read, path, code: ENOMEM) }
  return Array(UnsafeBufferPointer(start: file.start, count: count))
}

/// The first bytes of a file, `count` of them or as many as there are: enough to tell what it is.
public func readFileBeginning(_ path: String, _ count: Int) throws(FileError) -> [UInt8] {
  let file = try FileBytes(path: path)
  return Array(UnsafeBufferPointer(start: file.start, count: min(count, try file.fill(to: count))))
}

/// The names in a folder, sorted by their bytes, without `.` and `..`.
public func folderContents(_ path: String) throws(FileError) -> [String] {
  guard let folder = opendir(path) else { throw FileError(.read, path, code: errno) }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      systemText(bytes.prefix { $0 != 0 })
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted { PathKey($0) < PathKey($1) }
}

/// Makes a folder and those above it, as `mkdir -p`.
public func makeFolder(_ path: String) throws(FileError) {
  if fileKind(path) == .folder || path.isEmpty { return }
  let parent = parentFolder(path)
  if parent != path && parent != "." { try makeFolder(parent) }
  guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError(.write, path, code: errno) }
  guard fileKind(path) == .folder else { throw FileError(.write, path, code: ENOTDIR) }
}

/// Removes a folder that has nothing in it; leaves any other as it is.
public func removeEmptyFolder(_ path: String) { _ = rmdir(path) }

/// The last part of a path: `c.png` of `a/b/c.png`.
public func fileName(_ path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
  return String(path[path.utf8.index(after: slash)...])
}

/// The file name without its extension: `c` of `a/b/c.png`.
public func fileStem(_ path: String) -> String {
  let name = fileName(path)
  guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return name }
  return String(name[..<dot])
}

/// The extension in lower case, without the dot: `png` of `a/b/c.PNG`; empty when there is none.
public func fileExtension(_ path: String) -> String {
  let name = fileName(path)
  guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return "" }
  return name[name.utf8.index(after: dot)...].lowercased()
}

/// The folder that holds a path: `a/b` of `a/b/c.png`, `.` of `c.png`.
public func parentFolder(_ path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
