import PictureFiles
import SampleScenes
import Testing

/// The generator computes the very pictures that are committed.
struct SamplePicturesTests {
  private static let folder = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 } + "/"

  /// The committed picture's values, pixel by pixel and row by row.
  private func committed(_ name: String) throws -> (picture: Picture, values: [Float]) {
    let picture = try PictureReader.read(SamplePicturesTests.folder + name)
    let pixels = picture.width * picture.height
    var values: [Float] = []
    values.reserveCapacity(pixels * picture.channels.count)
    for pixel in 0..<pixels {
      for channel in picture.channels { values.append(channel.values[pixel]) }
    }
    return (picture, values)
  }

  private func check(_ sample: some SamplePicture, _ name: String, every step: Int = 1) throws {
    let (picture, values) = try committed(name)
    try #require(picture.width == sample.width && picture.height == sample.height)
    try #require(picture.channels.count == sample.channels)
    let length = sample.width * sample.channels
    for y in stride(from: step / 2, to: sample.height, by: step) {
      let row = sample.values(rows: y..<y + 1).map { Float($0) }
      #expect(row == Array(values[y * length..<(y + 1) * length]), "\(name), row \(y)")
    }
  }

  @Test func boat() throws { try check(BoatPicture(), BoatPicture.fileName, every: 50) }

  @Test func cat() throws { try check(CatPicture(), CatPicture.fileName, every: 20) }

  @Test func eight() throws { try check(EightPicture(), EightPicture.fileName, every: 3) }

  @Test func chart() throws { try check(ChartPicture(), ChartPicture.fileName) }

  @Test func threadsDoNotMatter() {
    let picture = CatPicture(size: 120)
    #expect(picture.render(threads: 1) == picture.render(threads: 3))
    let written = EightPicture(size: 60)
    #expect(written.render(threads: 1) == written.render(threads: 3))
  }
}
