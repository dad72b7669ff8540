import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output: what could not be written to it is remembered, so that the program can say so in the end.
public enum StandardOutput {
  private static let firstFailure = Atomic<Int32>(0)

  /// The error number of the first write that failed; 0 while all is well.
  public static var failure: Int32 { firstFailure.load(ordering: .relaxed) }

  /// The error for the user; nil while all is well, and where the reader has closed the pipe, which is no error.
  public static var error: FileError? {
    failure == 0 || failure == EPIPE ? nil : FileError(.write, "-", code: failure)
  }

  /// Writes bytes; false once something failed. A closed pipe takes everything in silence.
  @discardableResult public static func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if failure == 0 {
      let code = writeAll(STDOUT_FILENO, bytes)
      if code != 0 { firstFailure.store(code, ordering: .relaxed) }
    }
    return failure == 0 || failure == EPIPE
  }

  /// To be called before any file is opened: a closed pipe and a file over its limit become errors of `write` instead
  /// of ends of the process, and a closed standard stream gives no other file its number.
  public static func prepare() {
    // Handlers that do nothing, for unlike SIG_IGN they are not passed on to programs that are started.
    for number in [SIGPIPE, SIGXFSZ] { signal(number) { _ in } }
    for (stream, flags) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(stream, F_GETFD) == -1 {
      // The lowest free number is the stream's; it is opened the wrong way, so that using it stays an error.
      _ = openDescriptor("/dev/null", flags, 0)
    }
  }
}

/// Writes text to standard output; see ``StandardOutput`` for what becomes of failures.
public func printOut(_ text: String, terminator: String = "\n") {
  var text = legible(text) + terminator
  text.withUTF8 { _ = StandardOutput.write(UnsafeRawBufferPointer($0)) }
}

/// Writes text to standard error.
public func printError(_ text: String, terminator: String = "\n") {
  var text = legible(text) + terminator
  text.withUTF8 { _ = writeAll(STDERR_FILENO, UnsafeRawBufferPointer($0)) }
}

/// Writes all bytes; 0, or the error number of what failed.
func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int32 {
  var offset = 0
  while offset < bytes.count {
    let written = writeBytes(descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
    if written < 0 && errno == EINTR { continue }
    guard written > 0 else { return written < 0 ? errno : ENOSPC }
    offset += written
  }
  return 0
}
