import Datasets
import NetworkDescription
import SystemServices
import Testing

@Suite struct IDXTests {
  static let pictures = idx([2, 2, 3], Array(1...12))

  @Test(arguments: [false, true])
  func readsWhatIsThere(compressed: Bool) throws {
    let bytes = compressed ? gzip(Self.pictures) : Self.pictures
    let array = try IDXArray(bytes, dimensionCount: 3, path: "p")
    #expect(array.dimensions == [2, 2, 3])
    #expect(array.elements == Array(1...12))
  }

  @Test func gzipFilesOfSeveralStreamsAreOneFile() throws {
    let bytes = gzip(Array(Self.pictures[..<10])) + gzip(Array(Self.pictures[10...]))
    #expect(try IDXArray(bytes, dimensionCount: 3, path: "p").elements == Array(1...12))
  }

  struct Broken: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let message: String
    var testDescription: String { message }
    init(_ bytes: [UInt8], _ message: String) {
      self.bytes = bytes
      self.message = message
    }
  }

  static let broken: [Broken] = [
    Broken([], "p: not an IDX file: it is empty"),
    Broken(
      Array("PK".utf8) + [3, 4],
      "p: not an IDX file: it begins with 50 4b 03 04, expected 00 00 08 and the number of dimensions"),
    Broken(idx([2, 2, 3], Array(1...12), type: 0x0d), "p: IDX elements of type 0d, expected 08 (unsigned byte)"),
    Broken(idx([2], [1, 2]), "p: an IDX file of 1 dimension, expected 3 (count, rows, columns)"),
    Broken(
      Array(pictures.prefix(11)), "p: truncated: 11 bytes, its header alone needs 16; fetch it again"),
    Broken(
      Array(pictures.dropLast(5)),
      "p: truncated: its header says 2×2×3, 28 bytes, but there are 23; fetch it again"),
    Broken(
      pictures + [0], "p: too long: its header says 2×2×3, 28 bytes, but there are more"),
    Broken(
      idx([0xffff_ffff, 0xffff_ffff, 0xffff_ffff], []),
      "p: its header says 4294967295×4294967295×4294967295, which no file can hold"),
    Broken(
      idx([0xffff_ffff, 0x7fff_ffff, 1], []),
      "p: truncated: its header says 4294967295×2147483647×1, 9223372030412324881 bytes, but there are 16; "
        + "fetch it again"),
  ]

  @Test(arguments: broken)
  func saysWhatIsWrong(with file: Broken) {
    check(file.bytes, file.message)
  }

  @Test(arguments: broken.filter { $0.bytes.count > 4 })
  func saysTheSameOfGzippedFiles(with file: Broken) {
    check(gzip(file.bytes), file.message)
  }

  @Test func damagedGzip() {
    let whole = gzip(Self.pictures)
    check(Array(whole.dropLast(4)), "p: the gzip stream ends too early; the file is truncated, fetch it again")
    var damaged = whole
    damaged[whole.count - 6] ^= 1
    check(damaged, "p: the gzip stream is damaged (incorrect data check); fetch it again")
  }

  private func check(_ bytes: [UInt8], _ message: String) {
    let error = #expect(throws: DatasetFileError.self) {
      try IDXArray(bytes, dimensionCount: 3, path: "p")
    }
    #expect(error.map { "\($0)" } == message)
  }
}
