import SystemServices
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Names of files as text")
struct SystemTextTests {
  /// Bytes that are UTF-8, that are not, that are cut short, overlong, surrogates, or the escapes themselves.
  static let names: [[UInt8]] = [
    Array("photo.png".utf8), Array("Größe-\u{1F600}.png".utf8), [0xE9, 0x2E, 0x70], [0xFF, 0xFE], [0x61, 0xC3],
    [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0x9F, 0xA9], [0xF4], [0xF4, 0x8F],
    [0xF4, 0x8F, 0xBF, 0xBF, 0xE9], Array("e\u{301}".utf8), Array("\u{E9}".utf8), [],
  ]

  @Test("the same bytes come back", arguments: names)
  func roundTrip(bytes: [UInt8]) {
    #expect(systemBytes(systemText(bytes)) == bytes)
    #expect(withSystemPath(systemText(bytes)) { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } == bytes)
  }

  @Test("every pair of bytes comes back")
  func pairs() {
    for first in UInt8.min...255 {
      for second in UInt8.min...255 where second % 7 == first % 7 {
        let bytes: [UInt8] = [0xF4, 0x8F, first, second, 0x61]
        #expect(systemBytes(systemText(bytes)) == bytes)
      }
    }
  }

  @Test("valid names stay as they are and others can be read")
  func wording() {
    #expect(systemText(Array("Größe".utf8)) == "Größe")
    #expect(legible(systemText([0x63, 0x61, 0x66, 0xE9])) == "caf\\xE9")
    #expect(legible("\u{10FFFF}") == "\u{10FFFF}")
  }

  @Test("NFC and NFD are two files")
  func keys() {
    #expect(PathKey("\u{E9}") != PathKey("e\u{301}"))
    #expect(Set([PathKey("\u{E9}"), PathKey("e\u{301}"), PathKey("\u{E9}")]).count == 2)
  }

  @Test("files of any name are written, listed, read and taken away")
  func files() throws {
    let folder = "/tmp/cnnlab-names-\(getpid())"
    try makeFolder(folder)
    defer { rmdir(folder) }
    let names: [[UInt8]] = [[0xE9], [0x65, 0xCC, 0x81], [0xC3, 0xA9], [0xF4, 0x8F, 0x9F, 0xA9]]
    for name in names { try writeFile("\(folder)/\(systemText(name))", name) }
    let listed = try folderContents(folder)
    #expect(listed.map(systemBytes) == names.sorted { $0.lexicographicallyPrecedes($1) })
    for name in listed {
      let path = "\(folder)/\(name)"
      #expect(fileKind(path) == .file, "\(systemBytes(name))")
      #expect(try readFile(path) == systemBytes(name))
      #expect(access(path, R_OK) == 0)
      #expect(isSameFile(path, path))
      #expect(rename(path, "\(path)-") == 0)
      #expect(unlink("\(path)-") == 0)
      #expect(mkdir(path, 0o777) == 0)
      #expect(fileKind(path) == .folder)
      #expect(try folderContents(path).isEmpty)
      #expect(rmdir(path) == 0)
    }
  }
}
