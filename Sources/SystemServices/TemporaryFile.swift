#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The file that a process writes before it is put in its place.
///
/// Its name follows from the output's alone: what a killed process has left there, the next run of the same output
/// takes away.
enum TemporaryFile {
  #if os(Linux)
    /// True where files can be written before they have a name.
    static let isNameless = true
  #else
    static let isNameless = false
  #endif

  /// A new file in the folder of `place`; its name is nil where the system lets it have none.
  static func open(beside place: String, for path: String) throws(FileError) -> (descriptor: Int32, name: String?) {
    #if os(Linux)
      // __O_TMPFILE of <asm-generic/fcntl.h>, which Swift does not import.
      let nameless = openDescriptor(parentFolder(place), 0o20_000_000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC, 0o666)
      if nameless >= 0 { return (nameless, nil) }
    #endif
    for attempt in 0..<100 {
      let name = temporaryName(of: place, attempt)
      let descriptor = openDescriptor(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw FileError(.write, path, code: errno) }
      // A lock ends with its process: a file without one was left behind by a killed one.
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, stillStands(name, descriptor), ftruncate(descriptor, 0) == 0 {
        return (descriptor, name)
      }
      _ = close(descriptor)
    }
    throw FileError(.write, path, code: EBUSY)
  }

  /// Gives a nameless file the name `place` where it is free, and else a temporary one, which is returned.
  static func name(
    _ descriptor: Int32, as place: String, isFree: Bool, for path: String
  ) throws(FileError) -> String? {
    let source = "/proc/self/fd/\(descriptor)"
    if isFree && linkat(AT_FDCWD, source, AT_FDCWD, place, AT_SYMLINK_FOLLOW) == 0 { return nil }
    let name = temporaryName(of: place, 0)
    // Under this name a file is always whole: one that stands there is left over, or about to be replaced anyway.
    for _ in 0..<1_000 {
      if linkat(AT_FDCWD, source, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0 { return name }
      guard errno == EEXIST else { throw FileError(.write, path, code: errno) }
      _ = unlink(name)
    }
    throw FileError(.write, path, code: EBUSY)
  }

  private static func stillStands(_ name: String, _ descriptor: Int32) -> Bool {
    var opened = stat()
    guard let named = linkStatus(name), fstat(descriptor, &opened) == 0 else { return false }
    return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino
  }
}

/// The hidden name beside `place` under which it is written, no longer than a name may be.
public func temporaryName(of place: String, _ attempt: Int = 0) -> String {
  let ending = attempt == 0 ? ".tmp" : ".\(attempt).tmp"
  let name = fileName(place)
  let folder = parentFolder(place)
  if systemBytes(name).count + ending.utf8.count + 1 <= longestFileName { return "\(folder)/.\(name)\(ending)" }
  return "\(folder)/.\(String(stableHash(of: name), radix: 16))\(ending)"
}

/// The most bytes that file systems let a name have.
public let longestFileName = 255

/// FNV-1a, 64 bits: the same for the same text in every run.
public func stableHash(of text: String) -> UInt64 {
  text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}
