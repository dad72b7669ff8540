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

/// The bytes of a file; `-` is standard input.
public func readFile(_ path: String) throws(FileError) -> [UInt8] {
  if path == "-" { return try readDescriptor(STDIN_FILENO, path: path) }
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw FileError(.read, path, code: errno) }
  defer { close(descriptor) }
  return try readDescriptor(descriptor, path: path)
}

private func readDescriptor(_ descriptor: Int32, path: String) throws(FileError) -> [UInt8] {
  var information = stat()
  guard fstat(descriptor, &information) == 0 else { throw FileError(.read, path, code: errno) }
  guard information.st_mode & S_IFMT != S_IFDIR else { throw FileError(.read, path, code: EISDIR) }
  // One byte more than the size, so that a regular file ends with the first short read.
  var capacity = max(Int(information.st_size) + 1, 1 << 16)
  var bytes: [UInt8] = []
  while true {
    var failure: Int32 = 0
    let start = bytes.count
    let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      while count < buffer.count {
        let got = read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { return }
        count += got
      }
    }
    guard failure == 0 else { throw FileError(.read, path, code: failure) }
    if start == 0 { bytes = chunk } else { bytes += chunk }
    if chunk.count < capacity { return bytes }
    capacity = max(bytes.count, 1 << 16)
  }
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
