#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// True when the system would give `byteCount` bytes more at this moment: asked before a large array is made, whose failure
/// would end the process.
public func memoryIsAvailable(_ byteCount: Int) -> Bool {
  guard byteCount > 1 << 20 else { return true }
  guard byteCount < Int.max / 2 else { return false }
  let place = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
  guard let place, place != MAP_FAILED else { return false }
  munmap(place, byteCount)
  return true
}

/// The machine's memory in bytes; `Int.max` where the system does not say.
public var machineMemory: Int {
  let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
  guard pages > 0, size > 0 else { return Int.max }
  let (bytes, overflows) = Int(pages).multipliedReportingOverflow(by: Int(size))
  return overflows ? Int.max : bytes
}

/// Memory that takes room only where it was written to, and whose lack is an error that can be reported.
public final class LazyMemory: Sendable {
  /// The first byte; the content is undefined.
  public nonisolated(unsafe) let start: UnsafeMutableRawPointer

  /// Nil when the system does not give as much.
  public init?(byteCount: Int) {
    guard byteCount >= 0, byteCount < Int.max / 2, let memory = malloc(max(1, byteCount)) else { return nil }
    start = memory
  }

  deinit { free(start) }
}
