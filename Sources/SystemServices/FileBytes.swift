#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bytes at a fixed address: a file's contents that a C library may keep a pointer to.
public final class FileBytes: Sendable {
  /// The bytes; valid as long as this object lives.
  public nonisolated(unsafe) let buffer: UnsafeRawBufferPointer

  /// A copy of `bytes`.
  public init(_ bytes: [UInt8]) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    copy.copyBytes(from: bytes)
    buffer = UnsafeRawBufferPointer(copy)
  }

  /// The contents of a file; `-` is standard input.
  public init(path: String) throws(FileError) {
    let descriptor = path == "-" ? STDIN_FILENO : openDescriptor(path, O_RDONLY | O_CLOEXEC, 0)
    guard descriptor >= 0 else { throw FileError(.read, path, code: errno) }
    defer { if path != "-" { close(descriptor) } }
    buffer = try readAll(descriptor, path: path)
  }

  deinit { buffer.deallocate() }

  /// How many bytes there are.
  public var count: Int { buffer.count }
}

private func readAll(_ descriptor: Int32, path: String) throws(FileError) -> UnsafeRawBufferPointer {
  var information = stat()
  guard fstat(descriptor, &information) == 0 else { throw FileError(.read, path, code: errno) }
  guard information.st_mode & S_IFMT != S_IFDIR else { throw FileError(.read, path, code: EISDIR) }
  // One byte more than the size, so that a regular file ends with the first short read.
  var capacity = max(Int(information.st_size) + 1, 1 << 12)
  var memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
  var count = 0
  while true {
    let got = read(descriptor, memory + count, capacity - count)
    if got < 0 && errno == EINTR { continue }
    if got < 0 {
      let code = errno
      memory.deallocate()
      throw FileError(.read, path, code: code)
    }
    if got == 0 { return UnsafeRawBufferPointer(start: memory, count: count) }
    count += got
    if count == capacity {
      let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity * 2, alignment: 64)
      larger.copyMemory(from: memory, byteCount: count)
      memory.deallocate()
      memory = larger
      capacity *= 2
    }
  }
}
