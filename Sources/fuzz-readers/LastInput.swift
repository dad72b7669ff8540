import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The input that is being read, in a file that outlives a crash.
final class LastInput {
  private static let capacity = 2 << 20
  private let memory: UnsafeMutableRawPointer
  private let descriptor: Int32

  init(_ path: String) throws(FileError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0, ftruncate(descriptor, off_t(LastInput.capacity)) == 0,
      let memory = mmap(nil, LastInput.capacity, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
      memory != MAP_FAILED
    else { throw FileError(.write, path, code: errno) }
    self.memory = memory
  }

  /// Keeps the bytes, behind their count in eight.
  func note(_ bytes: [UInt8]) {
    let count = min(bytes.count, LastInput.capacity - 8)
    memory.storeBytes(of: UInt64(count), as: UInt64.self)
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { (memory + 8).copyMemory(from: start, byteCount: count) }
    }
  }
}
