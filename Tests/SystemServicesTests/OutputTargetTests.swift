import Foundation
import SystemServices
import Testing
import Threading

@Suite struct OutputTargetTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "cnnlab-\(UUID().uuidString)").path

  init() throws {
    try makeFolder(folder)
  }

  private func mode(_ path: String) -> mode_t {
    var information = stat()
    return lstat(path, &information) == 0 ? information.st_mode : 0
  }

  @Test(arguments: ["there.txt", "sub/there.txt", "none.txt"])
  func aLinkStaysAndWhatItNamesIsWritten(_ name: String) throws {
    try makeFolder("\(folder)/sub")
    for old in ["there.txt", "sub/there.txt"] {
      try writeFile("\(folder)/\(old)", text: "old")
      chmod("\(folder)/\(old)", 0o640)
    }
    symlink(name, "\(folder)/first")
    symlink("\(folder)/first", "\(folder)/sub/second")
    try writeFile("\(folder)/sub/second", text: "new")
    #expect(try readFile("\(folder)/\(name)") == Array("new".utf8))
    #expect(mode("\(folder)/first") & S_IFMT == S_IFLNK)
    #expect(mode("\(folder)/sub/second") & S_IFMT == S_IFLNK)
    if name != "none.txt" { #expect(mode("\(folder)/\(name)") & 0o777 == 0o640) }
    let all = try folderContents(folder) + folderContents("\(folder)/sub")
    #expect(!all.contains { $0.hasPrefix(".") })
  }

  @Test func aLoopOfLinksIsAnError() {
    symlink("b", "\(folder)/a")
    symlink("a", "\(folder)/b")
    #expect(throws: FileError(.write, "\(folder)/a", code: ELOOP)) { try writeFile("\(folder)/a", text: "x") }
  }

  @Test func aLinkToAFolderIsAnError() {
    symlink(".", "\(folder)/here")
    #expect(throws: FileError(.write, "\(folder)/here", code: EISDIR)) { try writeFile("\(folder)/here", text: "x") }
  }

  @Test func aPipeIsWrittenThroughAndStays() throws {
    #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
    let reader = open("\(folder)/pipe", O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try writeFile("\(folder)/pipe", text: "data")
    var bytes = [UInt8](repeating: 0, count: 10)
    #expect(read(reader, &bytes, 10) == 4)
    #expect(Array(bytes.prefix(4)) == Array("data".utf8))
    #expect(mode("\(folder)/pipe") & S_IFMT == S_IFIFO)
  }

  @Test func aDescriptorOfTheProcessIsWrittenWhereItStands() throws {
    guard FileManager.default.fileExists(atPath: "/proc/self/fd") else { return }
    let descriptor = open("\(folder)/open.txt", O_RDWR | O_CREAT, 0o600)
    defer { close(descriptor) }
    #expect(write(descriptor, "head ", 5) == 5)
    symlink("/proc/self/fd/\(descriptor)", "\(folder)/link")
    try writeFile("\(folder)/link", text: "tail")
    #expect(try readFile("\(folder)/open.txt") == Array("head tail".utf8))
  }

  @Test func aFileThatMustNotBeWrittenIsLeft() throws {
    try writeFile("\(folder)/a.txt", text: "old")
    chmod("\(folder)/a.txt", 0o400)
    guard geteuid() != 0 else { return }
    #expect(throws: FileError(.write, "\(folder)/a.txt", code: EACCES)) { try writeFile("\(folder)/a.txt", text: "x") }
  }

  @Test(arguments: [1, 40, 240, 250, 255])
  func aNameMayBeAsLongAsTheSystemLetsIt(_ length: Int) throws {
    let name = String(repeating: "n", count: length)
    for text in ["first", "second"] {
      try writeFile("\(folder)/\(name)", text: text)
      #expect(try readFile("\(folder)/\(name)") == Array(text.utf8))
      #expect(try folderContents(folder) == [name])
    }
  }

  @Test func whatAKilledRunHasLeftIsTakenAway() throws {
    try writeFile("\(folder)/a.txt", text: "old")
    try writeFile(temporaryName(of: "\(folder)/a.txt"), text: "left over")
    try writeFile("\(folder)/a.txt", text: "new")
    #expect(try folderContents(folder) == ["a.txt"])
    #expect(try readFile("\(folder)/a.txt") == Array("new".utf8))
  }

  @Test func aFolderThatAKilledRunHasLeftIsEmptiedFirst() throws {
    let place = "\(folder)/maps"
    try makeFolder("\(temporaryName(of: place))/deep/er")
    try writeFile("\(temporaryName(of: place))/deep/er/a.txt", text: "left over")
    let made = try TemporaryFolder(beside: place)
    #expect(try folderContents(made.path).isEmpty)
    try writeFile("\(made.path)/b.txt", text: "b")
    try made.move(to: place)
    #expect(try folderContents(folder) == ["maps"])
    #expect(try folderContents(place) == ["b.txt"])
  }

  @Test func writersOfOneOutputLeaveOneOfTheirFiles() throws {
    let texts = (0..<8).map { number in String(repeating: "\(number)", count: 1_000 + number) }
    parallelFor(texts.count, threads: 4) { number in
      for _ in 0..<50 { try? writeFile("\(folder)/a.txt", text: texts[number]) }
    }
    #expect(texts.map { Array($0.utf8) }.contains(try readFile("\(folder)/a.txt")))
    #expect(try folderContents(folder) == ["a.txt"])
  }
}
