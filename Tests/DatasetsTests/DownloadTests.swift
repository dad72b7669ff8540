import CZlib
import Datasets
import Synchronization
import SystemServices
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct DownloadTests {
  static let bytes: [UInt8] = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

  static func hash(_ bytes: [UInt8]) -> String {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update($0) }
    return hash.hexadecimal
  }

  static let file = PublishedFiles.File(name: "data.gz", size: bytes.count, sha256: hash(bytes))

  /// A server with a mirror for each way to go wrong.
  static func server() throws -> TestServer {
    let hiccups = Atomic<Int>(0)
    return try TestServer { request in
      let from = request.from ?? 0
      let partial = request.from == nil ? 200 : 206
      switch request.path {
      case "/good/data.gz": return .init(status: partial, body: Array(bytes[from...]))
      case "/set/set/data.gz": return .init(status: partial, body: Array(bytes[from...]))
      case "/ignores-range/data.gz": return .init(body: bytes)
      case "/wrong/data.gz": return .init(status: partial, body: bytes[from...].map { ~$0 })
      case "/long/data.gz": return .init(body: bytes + [1])
      // A hundred thousand bytes at a time.
      case "/hiccups/data.gz":
        hiccups.add(1, ordering: .relaxed)
        return .init(
          status: partial, body: Array(bytes[from..<min(from + 100_000, bytes.count)]), promised: bytes.count - from)
      // Always the same beginning, which it says is all.
      case "/short/data.gz": return .init(status: partial, body: from > 0 ? [] : Array(bytes[..<50_000]))
      // Says that there is more than there is.
      case "/promises/data.gz": return .init(status: partial, body: Array(bytes[from...]), promised: bytes.count + 9)
      case "/circle/data.gz": return .init(status: 302, location: "/circle/data.gz")
      case "/file/data.gz": return .init(status: 302, location: "file:///etc/hostname")
      case "/untold/data.gz": return .init(status: 302)
      case "/moved/data.gz": return .init(status: 301, location: "/good/data.gz")
      default: return .init(status: 404, body: Array("<html>no</html>".utf8))
      }
    }
  }

  static func fetch(
    _ server: TestServer, _ mirrors: [String], into folder: TemporaryFolder, replaces: Bool = false
  ) throws(DownloadError) -> [DatasetDownload.Report] {
    let reports = Mutex<[DatasetDownload.Report]>([])
    let published = PublishedFiles(folder: "set", files: [file], mirrors: [])
    try DatasetDownload(
      published, cache: folder.path, mirrors: mirrors.map { "\(server.address)/\($0)" }, replaces: replaces,
      agent: "test"
    ).run { report in
      if case .progress = report { return }
      reports.withLock { $0.append(report) }
    }
    return reports.withLock { $0 }
  }

  @Test(arguments: [
    (["good"], 0, 1), (["missing", "good"], 1, 2), (["wrong", "good"], 1, 2), (["long", "good"], 1, 2),
    (["hiccups"], 0, 3), (["promises"], 0, 1), (["moved"], 0, 2), (["short", "good"], 1, 3), (["{set}/set"], 0, 1),
  ])
  func theFirstMirrorThatHasItGivesIt(mirrors: [String], used: Int, requests: Int) throws {
    let server = try Self.server()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let expected = "\(server.address)/\(mirrors[used] == "{set}/set" ? "set/set" : mirrors[used])/"
    #expect(try Self.fetch(server, mirrors, into: folder) == [.fetched(Self.file, mirror: expected)])
    #expect(try readFile("\(folder.path)/set/data.gz") == Self.bytes)
    #expect(try folderContents("\(folder.path)/set") == ["data.gz"])
    #expect(server.requests.count == requests)
    // A second time nothing is asked for.
    #expect(try Self.fetch(server, mirrors, into: folder) == [.present(Self.file)])
    #expect(server.requests.count == requests)
  }

  @Test(arguments: [("good", Int?.some(120_000), 1), ("ignores-range", 120_000, 1)])
  func whatBrokeOffGoesOn(mirror: String, from: Int?, requests: Int) throws {
    let server = try Self.server()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    try folder.write("set/data.gz.part", Array(Self.bytes[..<120_000]))
    _ = try Self.fetch(server, [mirror], into: folder)
    #expect(server.requests.map(\.from) == [from])
    #expect(try readFile("\(folder.path)/set/data.gz") == Self.bytes)
  }

  @Test(arguments: [
    ("circle", "it redirects to where nothing can be fetched (Maximum (10) redirects followed)"),
    ("file", "it redirects to where nothing can be fetched (Protocol \"file\""),
    ("untold", "status 302, a redirection that does not say where"), ("missing", "status 404"),
  ])
  func redirectionsThatLeadNowhereAreSaid(mirror: String, words: String) throws {
    let server = try Self.server()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let error = #expect(throws: DownloadError.self) { try Self.fetch(server, [mirror], into: folder) }
    #expect(
      error?.description.contains("\(server.address)/\(mirror)/: \(words)") == true, "\(error?.description ?? "")")
    #expect(try folderContents("\(folder.path)/set") == [])
  }

  @Test func aBeginningFromElsewhereIsThrownAway() throws {
    let server = try Self.server()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    try folder.write("set/data.gz.part", [UInt8](repeating: 7, count: 1000))
    _ = try Self.fetch(server, ["good"], into: folder)
    #expect(server.requests.map(\.from) == [1000, nil])
    #expect(try readFile("\(folder.path)/set/data.gz") == Self.bytes)
  }

  @Test func aWholePartNeedsNoServer() throws {
    let server = try Self.server()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    try folder.write("set/data.gz.part", Self.bytes)
    #expect(try Self.fetch(server, ["missing"], into: folder) == [.fetched(Self.file, mirror: nil)])
    #expect(server.requests.isEmpty)
  }

  @Test func whatIsThereWithOtherBytesIsReplacedOnlyWhenAsked() throws {
    let server = try Self.server()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let path = try folder.write("set/data.gz", [1, 2, 3])
    let error = #expect(throws: DownloadError.self) { try Self.fetch(server, ["good"], into: folder) }
    #expect(
      error?.description
        == "\(path) is there, but is not the published file: SHA-256 039058c6f2c0…, expected "
        + "\(Self.file.sha256.prefix(12))…; replace it")
    #expect(try readFile(path) == [1, 2, 3])
    _ = try Self.fetch(server, ["good"], into: folder, replaces: true)
    #expect(try readFile(path) == Self.bytes)
  }

  @Test(arguments: [
    ("missing", "status 404", [String]()),
    ("wrong", "SHA-256 ", []),
    ("long", "the answer has more than the expected 300000 bytes", []),
    ("short", "the answer ends after 50000 of 300000 bytes", ["data.gz.part"]),
  ])
  func everyFailureIsNamed(mirror: String, words: String, left: [String]) throws {
    let server = try Self.server()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let error = #expect(throws: DownloadError.self) { try Self.fetch(server, [mirror, "nowhere"], into: folder) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("cannot fetch data.gz: \(server.address)/\(mirror)/: \(words)"), "\(text)")
    #expect(
      text.contains("; \(server.address)/nowhere/: status 404. Try again later, or name another mirror"), "\(text)")
    #expect(try folderContents("\(folder.path)/set") == left)
  }

  @Test func noServerAtAll() throws {
    let server = try Self.server()
    server.stop()
    let folder = try TemporaryFolder()
    // The listener is closed by its thread.
    while true {
      let error = #expect(throws: DownloadError.self) { try Self.fetch(server, ["none"], into: folder) }
      if error?.description.contains("status 404") == true { continue }
      #expect(error?.description.contains("/none/: ") == true)
      break
    }
    #expect(try folderContents("\(folder.path)/set") == [])
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func theHashIsThatOfItsStandard(text: String, expected: String) {
    #expect(Self.hash(Array(text.utf8)) == expected)
    var pieces = SHA256()
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: 37) {
      bytes[start..<min(start + 37, bytes.count)].withUnsafeBytes { pieces.update($0) }
    }
    #expect(pieces.hexadecimal == expected)
  }

  /// A tar of files.
  static func tar(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var archive: [UInt8] = []
    for (name, bytes) in files {
      var header = [UInt8](repeating: 0, count: 512)
      header.replaceSubrange(0..<name.utf8.count, with: name.utf8)
      let octal = String(bytes.count, radix: 8)
      let size = String(repeating: "0", count: 11 - octal.count) + octal
      header.replaceSubrange(124..<135, with: size.utf8)
      archive += header + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
    }
    return archive + [UInt8](repeating: 0, count: 1024)
  }

  @Test func theArchiveOfCIFARIsUnpacked() throws {
    let batch = [UInt8](repeating: 0, count: 30_730_000)
    let names = (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"]
    let readme = ("cifar-10-batches-bin/readme.html", Array("text".utf8))
    let whole = gzip(Self.tar([readme] + names.map { ("cifar-10-batches-bin/\($0)", batch) }))
    let without = gzip(Self.tar([readme]))
    let server = try TestServer { request in .init(body: request.path.hasPrefix("/whole") ? whole : without) }
    defer { server.stop() }
    func fetch(_ mirror: String, _ bytes: [UInt8], _ folder: TemporaryFolder) throws(DownloadError) {
      let file = PublishedFiles.File(name: "c.tar.gz", size: bytes.count, sha256: Self.hash(bytes))
      try DatasetDownload(
        PublishedFiles(folder: "cifar10", files: [file], mirrors: ["\(server.address)/\(mirror)/"]),
        cache: folder.path, agent: "test"
      ).run { _ in }
    }
    let folder = try TemporaryFolder()
    let error = #expect(throws: DownloadError.self) { try fetch("without", without, folder) }
    #expect(error?.description.contains("data_batch_1.bin is not in the archive") == true)
    unlink("\(folder.path)/cifar10/c.tar.gz")
    try fetch("whole", whole, folder)
    #expect(try folderContents("\(folder.path)/cifar10") == ["cifar-10-batches-bin"])
    #expect(try folderContents("\(folder.path)/cifar10/cifar-10-batches-bin") == names)
    #expect(try readTestExamples(.named(.cifar10), folders: [folder.path]).examples.count == 10_000)
    // There already: nothing is asked for again.
    let before = server.requests.count
    try fetch("whole", whole, folder)
    #expect(server.requests.count == before)
  }
}
