import ConvolutionCore
import Datasets
import NetworkDescription
import PictureFiles
import SystemServices
import Testing

@Suite struct PictureFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A picture whose channels have one value each.
  private func write(_ name: String, _ values: [Float], width: Int = 8, height: Int = 8) throws {
    try write(name, values.map { Plane(width: width, height: height, repeating: $0) })
  }

  private func write(_ name: String, _ planes: [Plane]) throws {
    let path = "\(folder.path)/\(name)"
    try makeFolder(parentFolder(path))
    try PNGWriter.write(Picture(channels: planes), to: path)
  }

  private func read() throws -> Dataset { try readDataset(.folder(folder.path)) }

  private func check(_ message: String) {
    let error = #expect(throws: DatasetFileError.self) { try read() }
    #expect(error.map { "\($0)" } == message)
  }

  @Test func smallPicturesOfOneSizeAreKept() throws {
    try write("cat/1.png", [10], width: 9, height: 7)
    try write("bird/2.png", [20], width: 9, height: 7)
    try write("bird/1.PNG", [30], width: 9, height: 7)
    try folder.write("bird/notes.txt", Array("not a picture".utf8))
    let dataset = try read()
    #expect(dataset.classes == ["bird", "cat"])
    #expect(dataset.training.labels == [0, 0, 1])
    #expect(dataset.training.width == 9 && dataset.training.height == 7 && dataset.training.channels == 1)
    #expect((0..<3).map { dataset.training.picture($0).first } == [30, 20, 10])
    #expect(dataset.test == nil)
  }

  @Test func othersAreCutAndScaledAndColouredTogether() throws {
    // Left third 0, middle third 120, right third 240: the middle square is the middle third.
    var wide = Plane(width: 168, height: 56)
    for y in 0..<56 { for x in 0..<168 { wide[y, x] = Float(x / 56 * 120) } }
    try write("a/1.png", [wide])
    try write("b/1.png", [1, 2, 3], width: 20, height: 20)
    let training = try read().training
    #expect(training.width == 28 && training.height == 28 && training.channels == 3)
    #expect(training.picture(0).allSatisfy { $0 == 120 })
    let expected = [1, 2, 3].flatMap { [UInt8](repeating: $0, count: 784) }
    #expect(Array(training.picture(1)) == expected)
  }

  @Test func scalingAveragesAreas() throws {
    // 42 → 28: each new pixel covers one and a half; a picture of columns 0, 90, 0, 90, … becomes 30, 60, 30, 60.
    var columns = Plane(width: 65, height: 65)
    for y in 0..<65 { for x in 0..<65 { columns[y, x] = x % 2 == 0 ? 0 : 90 } }
    try write("a/1.png", [columns])
    try write("b/1.png", [7], width: 42, height: 42)
    let training = try read().training
    let row = training.picture(0).prefix(28).map { Int($0) }
    // The mean of a row is kept: 32 of 65 columns are 90.
    let mean = Double(row.reduce(0, +)) / 28
    #expect(abs(mean - 90 * 32 / 65.0) < 0.6)
    #expect(row.allSatisfy { $0 > 20 && $0 < 70 })
    #expect(training.picture(1).allSatisfy { $0 == 7 })
  }

  @Test func trainAndTestFoldersAreTheParts() throws {
    try write("train/a/1.png", [1])
    try write("train/b/1.png", [2])
    try write("test/b/9.png", [3])
    let dataset = try read()
    #expect(dataset.training.labels == [0, 1])
    #expect(dataset.test?.labels == [1])
    try write("test/c/1.png", [3])
    check("\(folder.path)/test: the class c has no training pictures")
  }

  @Test func messages() throws {
    let path = folder.path
    try write("a/1.png", [1])
    check("\(path): only one class (a); expected a subfolder of pictures for each of two or more classes")
    try makeFolder("\(path)/b")
    check("\(path)/b: no picture in it (.png, .jpg, .jpeg)")
    try folder.write("b/x.png", Array("hello".utf8))
    check("\(path)/b/x.png: not a PNG or JPEG picture: begins with \"hello\"")
  }
}
