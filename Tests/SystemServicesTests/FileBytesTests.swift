import SystemServices
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Files as far as they are asked for")
struct FileBytesTests {
  private let path = "/tmp/cnnlab-bytes-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"

  @Test("a file is read no further than asked, and its end is told")
  func steps() throws {
    try writeFile(path, (0..<300_000).map { UInt8(truncatingIfNeeded: $0) })
    defer { unlink(path) }
    let file = try FileBytes(path: path)
    #expect(file.declaredSize == 300_000)
    #expect(try file.fill(to: 10) < 300_000)
    #expect(file.start[9] == 9)
    #expect(file.bytes(at: 299_998, count: 2, readingUpTo: 0) == [UInt8(299_998 & 255), UInt8(299_999 & 255)])
    #expect(file.bytes(at: 299_999, count: 2, readingUpTo: 0) == nil)
    #expect(try file.fill(to: 10) < 300_000)
    let start = file.start
    #expect(try file.fill(to: .max) == 300_000)
    #expect(file.start == start)
    #expect(try file.all().count == 300_000)
  }

  @Test("what is larger than the limit is refused before it is read")
  func limits() throws {
    try writeFile(path, [UInt8](repeating: 1, count: 1000))
    defer { unlink(path) }
    #expect(try readFile(path, limit: 1000).count == 1000)
    #expect(throws: FileError(.read, path, code: EFBIG)) { try readFile(path, limit: 999) }
    #expect(try readFileBeginning(path, 3) == [1, 1, 1])
    #expect(try readFile(path) { $0.first == 2 }.count == 1000)
    #expect(try readFile("/dev/zero") { $0.first == 2 }.count == 4096)
    #expect(throws: FileError(.read, "/dev/zero", code: EFBIG)) { try readFile("/dev/zero", limit: 1 << 20) }
  }

  @Test("a size that no memory has is no trap")
  func sparse() throws {
    try writeFile(path, [1, 2, 3])
    defer { unlink(path) }
    try #require(truncate(path, 1 << 43) == 0)
    #expect(try readFileBeginning(path, 3) == [1, 2, 3])
    #expect(throws: FileError(.read, path, code: EFBIG)) { try readFile(path) }
    #expect(!memoryIsAvailable(.max))
    #expect(LazyMemory(byteCount: .max) == nil)
  }
}
