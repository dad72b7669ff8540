/// Writes bits, the first lowest, behind a pointer that has room for them and eight bytes more.
struct BitWriter {
  private(set) var next: UnsafeMutablePointer<UInt8>
  private var pending: UInt64 = 0
  private var pendingCount: UInt64 = 0

  init(_ start: UnsafeMutablePointer<UInt8>) { next = start }

  /// Takes `count` bits, up to 56 between two calls of ``flush()``; the bits above must be 0.
  @inline(__always)
  mutating func put(_ bits: UInt64, _ count: UInt64) {
    pending |= bits &<< pendingCount
    pendingCount &+= count
  }

  /// Stores the whole bytes; at most 7 bits stay.
  @inline(__always)
  mutating func flush() {
    UnsafeMutableRawPointer(next).storeBytes(of: pending.littleEndian, as: UInt64.self)
    next += Int(truncatingIfNeeded: pendingCount >> 3)
    pending &>>= pendingCount & 56
    pendingCount &= 7
  }

  /// Fills the last byte up with zeros.
  mutating func align() {
    if pendingCount & 7 != 0 { pendingCount = (pendingCount &+ 7) & ~7 }
    flush()
  }

  /// Appends bytes; the writer must be aligned.
  mutating func append(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    next.update(from: bytes, count: count)
    next += count
  }
}
