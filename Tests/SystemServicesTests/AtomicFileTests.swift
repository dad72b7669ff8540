import Foundation
import SystemServices
import Testing

@Suite struct AtomicFileTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "cnnlab-\(UUID().uuidString)").path

  init() throws {
    try makeFolder(folder)
  }

  @Test func writesTheWholeFileAndLeavesNothingElse() throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try writeFile("\(folder)/a.bin", bytes)
    #expect(try readFile("\(folder)/a.bin") == bytes)
    #expect(try folderContents(folder) == ["a.bin"])
  }

  @Test func aFileThatIsNotCommittedLeavesTheOldOne() throws {
    try writeFile("\(folder)/a.txt", text: "old")
    do {
      let file = try AtomicFile("\(folder)/a.txt")
      try file.write(Array("new".utf8))
    }
    #expect(try readFile("\(folder)/a.txt") == Array("old".utf8))
    #expect(try folderContents(folder) == ["a.txt"])
  }

  @Test func keepsTheModeThatTheSystemGives() throws {
    try writeFile("\(folder)/a.txt", text: "x")
    var information = stat()
    #expect(stat("\(folder)/a.txt", &information) == 0)
    let mask = umask(0)
    umask(mask)
    #expect(information.st_mode & 0o777 == 0o666 & ~mask)
  }

  @Test func replacesAnOldFile() throws {
    try writeFile("\(folder)/a.txt", text: "a longer old text")
    try writeFile("\(folder)/a.txt", text: "new", durable: true)
    #expect(try readFile("\(folder)/a.txt") == Array("new".utf8))
  }

  @Test func refusesAFolder() {
    #expect(throws: FileError(.write, folder, code: EISDIR)) { try writeFile(folder, text: "") }
  }

  @Test func refusesAMissingFolder() {
    #expect(throws: FileError(.write, "\(folder)/none/a.txt", code: ENOENT)) {
      try writeFile("\(folder)/none/a.txt", text: "")
    }
  }

  @Test func aFullDiskIsAnErrorAndNotASilentLoss() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    #expect(throws: FileError(.write, "/dev/full", code: ENOSPC)) { try writeFile("/dev/full", text: "x") }
  }
}
