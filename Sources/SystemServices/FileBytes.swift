import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file's bytes at a fixed address, read from its beginning on as far as they are asked for: what a file is, is told by
/// its first bytes, so that the rest of one that is refused is never read.
///
/// The address is reserved for the whole file; only what was read takes memory.
public final class FileBytes: Sendable {
  /// The first byte; valid as long as this object lives.
  public nonisolated(unsafe) let start: UnsafePointer<UInt8>
  /// The size that the file system tells; nil for a pipe or device.
  public let declaredSize: Int?

  /// How much a file may hold that names no size of its own, such as a pipe.
  public static let pipeLimit = 1 << 32

  private let path: String
  private let capacity: Int
  private let memory: Memory
  private let state: Mutex<State>

  private struct State {
    var count: Int
    /// -1 when everything is read.
    var descriptor: Int32
  }

  private enum Memory: Sendable {
    case heap
    case mapped(Int)
  }

  /// A copy of `bytes`.
  public init(_ bytes: [UInt8]) {
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
    copy.initialize(from: bytes, count: bytes.count)
    start = UnsafePointer(copy)
    declaredSize = bytes.count
    path = ""
    capacity = bytes.count
    memory = .heap
    state = Mutex(State(count: bytes.count, descriptor: -1))
  }

  /// The contents of a file, none of which is read yet; `-` is standard input.
  public init(path: String) throws(FileError) {
    let descriptor = path == "-" ? dup(STDIN_FILENO) : openDescriptor(path, O_RDONLY | O_CLOEXEC, 0)
    guard descriptor >= 0 else { throw FileError(.read, path, code: errno) }
    do throws(FileError) {
      declaredSize = try regularSize(descriptor, path: path)
      let reserved = try FileBytes.reserve(declaredSize, path: path)
      start = UnsafePointer(reserved.start)
      capacity = reserved.capacity
      memory = reserved.memory
    } catch {
      close(descriptor)
      throw error
    }
    self.path = path
    state = Mutex(State(count: 0, descriptor: descriptor))
  }

  deinit {
    state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } }
    let memoryStart = UnsafeMutableRawPointer(mutating: start)
    switch memory {
    case .heap: memoryStart.deallocate()
    case .mapped(let length): munmap(memoryStart, length)
    }
  }

  /// Reads until the first `wanted` bytes are there, or the file ends.
  /// - Returns: how many bytes are there, fewer than `wanted` only where the file ends.
  public func fill(to wanted: Int) throws(FileError) -> Int {
    let (count, code) = state.withLock { state in
      let code = fill(&state, to: wanted)
      return (state.count, code)
    }
    guard code == 0 else { throw FileError(.read, path, code: code) }
    return count
  }

  /// `count` bytes at a place, nil where the file ends before: what lies before them is read only up to `limit`, or where
  /// the system can do no other, as with a pipe.
  public func bytes(at offset: Int, count: Int, readingUpTo limit: Int) -> [UInt8]? {
    guard offset >= 0, count >= 0, offset < Int.max - count else { return nil }
    let end = offset + count
    if let declaredSize {
      guard end <= declaredSize else { return nil }
      if end > limit {
        let copy: [UInt8]? = state.withLock { state in
          guard state.count < end, state.descriptor >= 0 else { return nil }
          return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(state.descriptor, buffer.baseAddress, count, off_t(offset)))
          }
        }
        if let copy { return copy.count == count ? copy : nil }
      }
    }
    guard let there = try? fill(to: end), there >= end else { return nil }
    return Array(UnsafeBufferPointer(start: start + offset, count: count))
  }

  /// Everything that the file holds.
  public func all() throws(FileError) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: try fill(to: Int.max))
  }

  /// Zero, or the system's error.
  private func fill(_ state: inout State, to wanted: Int) -> Int32 {
    let memory = UnsafeMutableRawPointer(mutating: start)
    while state.count < wanted && state.descriptor >= 0 {
      // A little more than asked for, so that small steps do not become many calls.
      let step = min(capacity - state.count, max(wanted - state.count, 1 << 16), 1 << 24)
      guard step > 0 else { return hasMore(state.descriptor) ? EFBIG : end(&state) }
      let got = read(state.descriptor, memory + state.count, step)
      if got < 0 && errno == EINTR { continue }
      if got < 0 { return errno }
      if got == 0 { return end(&state) }
      state.count += got
    }
    return 0
  }

  private func end(_ state: inout State) -> Int32 {
    close(state.descriptor)
    state.descriptor = -1
    return 0
  }

  private func hasMore(_ descriptor: Int32) -> Bool {
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) > 0
  }

  /// Room for a file; for a pipe as much as the system gives, up to the limit.
  private static func reserve(_ size: Int?, path: String) throws(FileError) -> (
    start: UnsafeMutablePointer<UInt8>, capacity: Int, memory: Memory
  ) {
    // One byte more than the size, so that a regular file ends with a short read.
    if let size, size < 1 << 20 {
      return (.allocate(capacity: size + 1), size + 1, .heap)
    }
    var capacity = size.map { min($0, Int.max - 1) + 1 } ?? pipeLimit
    while true {
      let place = mmap(nil, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
      if let place, place != MAP_FAILED {
        return (place.assumingMemoryBound(to: UInt8.self), capacity, .mapped(capacity))
      }
      // What a file declares is not what it holds: a beginning is enough to tell what it is.
      guard capacity > 1 << 20 else { throw FileError(.read, path, code: ENOMEM) }
      capacity /= 2
    }
  }
}

/// The size of a regular file; nil for a pipe or device.
func regularSize(_ descriptor: Int32, path: String) throws(FileError) -> Int? {
  var information = stat()
  guard fstat(descriptor, &information) == 0 else { throw FileError(.read, path, code: errno) }
  let kind = information.st_mode & S_IFMT
  guard kind != S_IFDIR else { throw FileError(.read, path, code: EISDIR) }
  // A file under /proc says 0 and holds more.
  return kind == S_IFREG && information.st_size > 0 ? Int(information.st_size) : nil
}
