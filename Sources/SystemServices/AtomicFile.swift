#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that appears whole or not at all: it is written without a name, or under a temporary one beside its place, and
/// then put there.
///
/// Every file that the program writes goes through here. Unless ``commit(durable:)`` succeeds, nothing stands at the
/// path but what stood there before. Where the system can, the file has no name until then (`O_TMPFILE`), so that even
/// a killed process leaves nothing behind. A link is followed to what it names; a file that stood there keeps its mode
/// and, where the system lets it, its owner. Standard output, pipes and devices are written through.
public struct AtomicFile: ~Copyable {
  /// Where the file will stand, as it was asked for.
  public let path: String
  private var descriptor: Int32
  private let ending: Ending
  /// The name under which the file stands until it is put in its place; nil while it has none.
  private var temporary: String?

  /// What ``commit(durable:)`` has to do.
  private enum Ending {
    /// Nothing: the descriptor belongs to the whole process.
    case stayOpen
    /// Close what was written through.
    case close
    /// Put the file in its place.
    case place(String, exists: Bool)
  }

  /// Opens the file; `-` is standard output.
  public init(_ path: String) throws(FileError) {
    let opened = try AtomicFile.open(path)
    self.path = path
    descriptor = opened.descriptor
    ending = opened.ending
    temporary = opened.temporary
  }

  private static func open(
    _ path: String
  ) throws(FileError) -> (descriptor: Int32, ending: Ending, temporary: String?) {
    switch try OutputTarget(path) {
    case .inherited(let number): return (number, .stayOpen, nil)
    case .writtenThrough:
      let descriptor = openDescriptor(path, O_WRONLY | O_CLOEXEC, 0)
      guard descriptor >= 0 else { throw FileError(.write, path, code: errno) }
      return (descriptor, .close, nil)
    case .replaced(let place, let old):
      let (descriptor, name) = try TemporaryFile.open(beside: place, for: path)
      if let old {
        // What the system does not allow is left as it is for new files.
        if old.st_uid != geteuid() || old.st_gid != getegid() { _ = fchown(descriptor, old.st_uid, old.st_gid) }
        _ = fchmod(descriptor, old.st_mode & 0o777)
      }
      return (descriptor, .place(place, exists: old != nil), name)
    }
  }

  /// Writes bytes behind what was written before.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    if descriptor == STDOUT_FILENO {
      guard StandardOutput.write(bytes) else { throw FileError(.write, path, code: StandardOutput.failure) }
      return
    }
    let code = writeAll(descriptor, bytes)
    guard code == 0 else { throw FileError(.write, path, code: code) }
  }

  /// Writes bytes behind what was written before.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    // The standard library's closure does not carry a typed error, so it is handed out as a value.
    let failure = bytes.withUnsafeBytes { buffer -> FileError? in
      do throws(FileError) {
        try write(buffer)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  /// Ends the file and puts it in its place; `durable` waits until the disk has it, under its name.
  public consuming func commit(durable: Bool = false) throws(FileError) {
    guard case .place(let place, let exists) = ending else {
      if case .close = ending {
        let result = close(descriptor)
        descriptor = -1
        guard result == 0 else { throw FileError(.write, path, code: errno) }
      }
      return
    }
    if durable && fsync(descriptor) != 0 { throw FileError(.write, path, code: errno) }
    if temporary == nil {
      temporary = try TemporaryFile.name(descriptor, as: place, isFree: !exists, for: path)
      guard temporary != nil else { return try AtomicFile.keep(place, for: path, durable) }
    }
    while let name = temporary {
      if rename(name, place) == 0 {
        temporary = nil
      } else if errno == ENOENT && TemporaryFile.isNameless {
        // Another process wrote the same output and took the name: the file itself is still open here.
        temporary = try TemporaryFile.name(descriptor, as: place, isFree: false, for: path)
      } else {
        throw FileError(.write, path, code: errno)
      }
    }
    try AtomicFile.keep(place, for: path, durable)
  }

  /// Waits until the disk has the folder too, in which the name stands: without it a power cut may leave the old file.
  private static func keep(_ place: String, for path: String, _ durable: Bool) throws(FileError) {
    guard durable else { return }
    let folder = openDescriptor(parentFolder(place), O_RDONLY | O_CLOEXEC | O_DIRECTORY, 0)
    // A folder that may be written but not read cannot be waited for.
    guard folder >= 0 else { return }
    defer { _ = close(folder) }
    // Some file systems know no such waiting for folders.
    guard fsync(folder) == 0 || errno == EINVAL || errno == ENOTSUP else { throw FileError(.write, path, code: errno) }
  }

  deinit {
    if case .stayOpen = ending { return }
    if descriptor >= 0 { _ = close(descriptor) }
    if let temporary { _ = unlink(temporary) }
  }
}

/// Writes a whole file through ``AtomicFile``.
public func writeFile(_ path: String, _ bytes: [UInt8], durable: Bool = false) throws(FileError) {
  let file = try AtomicFile(path)
  try file.write(bytes)
  try file.commit(durable: durable)
}

/// Writes a text file through ``AtomicFile``.
public func writeFile(_ path: String, text: String, durable: Bool = false) throws(FileError) {
  try writeFile(path, Array(text.utf8), durable: durable)
}
