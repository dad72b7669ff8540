import Foundation
import SystemServices
import Testing

@Suite struct FilesTests {
  @Test(arguments: [
    ("a/b/c.PNG", "c.PNG", "c", "png", "a/b"),
    ("c", "c", "c", "", "."),
    ("/c.tar.gz", "c.tar.gz", "c.tar", "gz", "/"),
    ("a/.hidden", ".hidden", ".hidden", "", "a"),
  ])
  func namesOfAPath(path: String, name: String, stem: String, pathExtension: String, folder: String) {
    #expect(fileName(path) == name)
    #expect(fileStem(path) == stem)
    #expect(fileExtension(path) == pathExtension)
    #expect(parentFolder(path) == folder)
  }

  @Test func aMissingFileSaysSo() {
    #expect(throws: FileError(.read, "/nowhere/x", code: ENOENT)) { try readFile("/nowhere/x") }
    #expect(FileError(.read, "/nowhere/x", code: ENOENT).reason == "No such file or directory")
  }

  @Test(arguments: [
    (FileError(.read, "a/b.png", code: ENOENT), "cannot read a/b.png: No such file or directory"),
    (FileError(.write, "a\nb", code: EACCES), "cannot write a\\nb: Permission denied"),
    (FileError(.read, "-", code: EIO), "cannot read standard input: Input/output error"),
    (FileError(.write, "-", code: ENOSPC), "cannot write standard output: No space left on device"),
  ])
  func oneLineOfAnError(_ error: FileError, _ expected: String) { #expect("\(error)" == expected) }

  @Test func aFolderIsNotReadAsAFile() {
    #expect(throws: FileError(.read, "/", code: EISDIR)) { try readFile("/") }
  }

  @Test func oneFileUnderTwoNames() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cnnlab-\(UUID().uuidString)").path
    try makeFolder("\(folder)/deep/er")
    try writeFile("\(folder)/a", text: "a")
    try writeFile("\(folder)/b", text: "a")
    #expect(symlink("\(folder)/a", "\(folder)/link") == 0)
    #expect(isSameFile("\(folder)/a", "\(folder)/link"))
    #expect(isSameFile("\(folder)/a", "\(folder)/deep/../a"))
    #expect(!isSameFile("\(folder)/a", "\(folder)/b"))
    #expect(fileKind("\(folder)/deep/er") == .folder)
    #expect(fileKind("\(folder)/none") == nil)
    try FileManager.default.removeItem(atPath: folder)
  }
}
