import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Fetches one file from the first mirror that gives the right bytes.
///
/// What came so far stands beside the file with `.part` behind its name, so that the next try goes on from there. The
/// file itself appears under its name only when its SHA-256 is the published one.
struct FileDownload {
  let file: PublishedFiles.File
  let path: String
  let mirrors: [String]
  let agent: String
  /// Told how many bytes are there.
  let progress: (Int) -> Void

  /// How often a broken connection is taken up again at one mirror.
  private static let tries = 4

  /// Returns the mirror that it came from; nil when all bytes were there already.
  func run() throws(DownloadError) -> String? {
    let part = path + ".part"
    let descriptor = open(part, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .file(FileError(.write, part, code: errno)) }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .busy(path: part) }
    var attempts: [(mirror: String, failure: MirrorFailure)] = []
    if try isWhole(descriptor, part) {
      try place(part, descriptor)
      return nil
    }
    for mirror in mirrors {
      guard let failure = try fetch(from: mirror, descriptor, part) else {
        try place(part, descriptor)
        return mirror
      }
      attempts.append((mirror, failure))
    }
    var information = stat()
    if fstat(descriptor, &information) == 0 && information.st_size == 0 { unlink(part) }
    throw .noMirror(file: file.name, attempts: attempts)
  }

  /// Nil when the file is whole and right.
  private func fetch(from mirror: String, _ descriptor: Int32, _ part: String) throws(DownloadError) -> MirrorFailure? {
    var triesLeft = FileDownload.tries
    while true {
      let (size, hash) = try present(descriptor, part)
      let transfer = Transfer(
        descriptor: descriptor, path: part, received: size, hash: hash, expected: file.size, progress: progress)
      progress(size)
      let outcome = transfer.run(mirror + file.name, agent: agent)
      switch outcome {
      case .noLibrary: throw .noLibrary("libcurl", package: "libcurl4")
      case .interrupted: throw .interrupted
      case .file(let error): throw .file(error)
      case .tooLong:
        try empty(descriptor, part)
        if size == 0 { return .tooLong(expected: file.size) }
      case .status(let status):
        // 416: what is there is not a beginning of the file there.
        guard status == 416 && size > 0 else { return .status(status) }
        try empty(descriptor, part)
      case .redirection(let reason): return .redirection(reason)
      case .broken(let reason):
        let isStuck = transfer.received <= size
        triesLeft -= 1
        if isStuck || triesLeft == 0 {
          return transfer.received == 0
            ? .connection(reason) : .truncated(found: transfer.received, expected: file.size)
        }
      case .complete:
        if transfer.sha256 == file.sha256 { return nil }
        try empty(descriptor, part)
        // The beginning may have come from another place: once more, from the first byte.
        if size == 0 { return .hash(found: transfer.sha256, expected: file.sha256) }
      }
    }
  }

  /// How much is in the file, and its hash; the next byte is written behind it.
  private func present(_ descriptor: Int32, _ part: String) throws(DownloadError) -> (size: Int, hash: SHA256) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .file(FileError(.read, part, code: errno)) }
    var hash = SHA256()
    let size = try hashRest(of: descriptor, path: part, into: &hash)
    guard size < file.size else {
      try empty(descriptor, part)
      return (0, SHA256())
    }
    return (size, hash)
  }

  private func isWhole(_ descriptor: Int32, _ part: String) throws(DownloadError) -> Bool {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw .file(FileError(.read, part, code: errno)) }
    guard information.st_size == file.size else { return false }
    var hash = SHA256()
    _ = try hashRest(of: descriptor, path: part, into: &hash)
    return hash.hexadecimal == file.sha256
  }

  private func empty(_ descriptor: Int32, _ part: String) throws(DownloadError) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw .file(FileError(.write, part, code: errno))
    }
  }

  private func place(_ part: String, _ descriptor: Int32) throws(DownloadError) {
    guard fsync(descriptor) == 0, rename(part, path) == 0 else {
      throw .file(FileError(.write, path, code: errno))
    }
  }
}

/// Adds what is left of an open file to a hash; returns how many bytes that was.
private func hashRest(of descriptor: Int32, path: String, into hash: inout SHA256) throws(DownloadError) -> Int {
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
  defer { buffer.deallocate() }
  var size = 0
  while true {
    let got = read(descriptor, buffer.baseAddress, buffer.count)
    if got < 0 && errno == EINTR { continue }
    guard got >= 0 else { throw .file(FileError(.read, path, code: errno)) }
    if got == 0 { return size }
    hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
    size += got
  }
}

/// The SHA-256 of a file; nil when there is none.
func fileHash(_ path: String) throws(DownloadError) -> String? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  if descriptor < 0 && errno == ENOENT { return nil }
  guard descriptor >= 0 else { throw .file(FileError(.read, path, code: errno)) }
  defer { close(descriptor) }
  var hash = SHA256()
  _ = try hashRest(of: descriptor, path: path, into: &hash)
  return hash.hexadecimal
}
