/// A file that appears whole or not at all: it is written under a temporary name beside its place and renamed.
///
/// Every file that the program writes goes through here. Unless ``commit()`` succeeds, nothing stands at the path
/// but what stood there before. Where the system can, the file has no name until then (`O_TMPFILE`), so that even
/// a killed process leaves nothing behind. Standard output and devices are written through.
public struct AtomicFile: ~Copyable {
  /// Where the file will stand.
  public let path: String
  private var temporary: String?
  private var isNamed: Bool
  private var descriptor: Int32

  /// Opens the temporary file; `-` is standard output.
  public init(_ path: String) throws(FileError) {
    let opened = try AtomicFile.open(path)
    self.path = path
    temporary = opened.temporary
    isNamed = opened.isNamed
    descriptor = opened.descriptor
  }

  private static func open(_ path: String) throws(FileError) -> (
    temporary: String?, isNamed: Bool, descriptor: Int32
  ) {
    if path == "-" { return (nil, true, STDOUT_FILENO) }
    if let information = fileStatus(path) {
      let kind = information.st_mode & S_IFMT
      guard kind != S_IFDIR else { throw FileError(.write, path, code: EISDIR) }
      if kind != S_IFREG {
        return (nil, true, try AtomicFile.open(path, O_WRONLY | O_CLOEXEC, for: path))
      }
    }
    let name = "\(parentFolder(path))/.\(fileName(path)).\(getpid()).\(counter.add()).tmp"
    #if os(Linux)
      // __O_TMPFILE of <asm-generic/fcntl.h>, which Swift does not import.
      let nameless = openDescriptor(parentFolder(path), 0o20_000_000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC, 0o666)
      if nameless >= 0 { return (name, false, nameless) }
    #endif
    return (name, true, try AtomicFile.open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, for: path))
  }

  private static func open(_ name: String, _ flags: Int32, for path: String) throws(FileError) -> Int32 {
    let descriptor = openDescriptor(name, flags, 0o666)
    guard descriptor >= 0 else { throw FileError(.write, path, code: errno) }
    return descriptor
  }

  /// The open descriptor, for a library that writes by itself.
  public var fileDescriptor: Int32 { descriptor }

  /// Writes bytes behind what was written before.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var offset = 0
    while offset < bytes.count {
      let written = writeBytes(descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw FileError(.write, path, code: written < 0 ? errno : ENOSPC) }
      offset += written
    }
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

  /// Ends the file and puts it in its place; `durable` waits until the disk has it.
  public consuming func commit(durable: Bool = false) throws(FileError) {
    guard let name = temporary else { return }
    if durable && fsync(descriptor) != 0 { throw FileError(.write, path, code: errno) }
    if !isNamed {
      let link = linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, name, AT_SYMLINK_FOLLOW)
      guard link == 0 else { throw FileError(.write, path, code: errno) }
      isNamed = true
    }
    guard close(descriptor) == 0 else {
      descriptor = -1
      throw FileError(.write, path, code: errno)
    }
    descriptor = -1
    guard rename(name, path) == 0 else { throw FileError(.write, path, code: errno) }
    temporary = nil
  }

  deinit {
    guard descriptor != STDOUT_FILENO else { return }
    if descriptor >= 0 { _ = close(descriptor) }
    if let temporary, isNamed { _ = unlink(temporary) }
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

private let counter = SharedCounter()
