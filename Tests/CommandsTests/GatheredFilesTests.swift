import Commands
import SystemServices
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files of one command: all of them or none.
@Suite struct GatheredFilesTests {
  /// A folder of its own for each test.
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = try TemporaryFolder(beside: "/tmp/cnnlab-gathered-\(getpid())")
    try body(folder.path)
  }

  private var two: GatheredFiles {
    var files = GatheredFiles()
    files.add("a.txt", text: "one")
    files.add("deep/er/b.bin", [0, 255])
    return files
  }

  @Test func aNewFolderHoldsThemAll() throws {
    try inFolder { folder in
      try two.write(to: "\(folder)/new/out/")
      #expect(try readFile("\(folder)/new/out/a.txt") == Array("one".utf8))
      #expect(try readFile("\(folder)/new/out/deep/er/b.bin") == [0, 255])
      #expect(try folderContents("\(folder)/new").sorted() == ["out"])
    }
  }

  @Test func whatElseIsInAFolderStays() throws {
    try inFolder { folder in
      try makeFolder("\(folder)/out")
      try writeFile("\(folder)/out/other", text: "mine")
      try writeFile("\(folder)/out/a.txt", text: "old")
      try two.write(to: "\(folder)/out")
      #expect(try readFile("\(folder)/out/other") == Array("mine".utf8))
      #expect(try readFile("\(folder)/out/a.txt") == Array("one".utf8))
      #expect(try folderContents(folder).sorted() == ["out"])
    }
  }

  @Test func nothingIsWrittenWhereOneCannotBe() throws {
    try inFolder { folder in
      try makeFolder("\(folder)/out/deep/er/b.bin")
      let error = #expect(throws: CommandFailure.self) { try two.write(to: "\(folder)/out") }
      #expect(error?.description == "Cannot write \(folder)/out/deep/er/b.bin: Is a directory")
      #expect(try folderContents("\(folder)/out") == ["deep"])
      #expect(try folderContents(folder) == ["out"])
    }
  }

  @Test func aFileIsNoFolder() throws {
    try inFolder { folder in
      try writeFile("\(folder)/out", text: "mine")
      let error = #expect(throws: CommandFailure.self) { try two.write(to: "\(folder)/out") }
      #expect(error?.description == "Cannot write \(folder)/out: Not a directory")
      #expect(try readFile("\(folder)/out") == Array("mine".utf8))
    }
  }
}
