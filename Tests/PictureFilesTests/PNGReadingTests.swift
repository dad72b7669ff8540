import ConvolutionCore
import PictureFiles
import Testing

/// Every kind of PNG, against pixels worked out by hand.
@Suite struct PNGReadingTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let id: String
    let file: [UInt8]
    let channels: [[Float]]
    var testDescription: String { id }
  }

  static let samples: [Sample] = [
    Sample(
      id: "gray, 1 bit", file: HandMadePNG.file(width: 4, height: 1, depth: 1, colourType: 0, rows: [0, 0b1010_0000]),
      channels: [[255, 0, 255, 0]]),
    Sample(
      id: "gray, 2 bits", file: HandMadePNG.file(width: 4, height: 1, depth: 2, colourType: 0, rows: [0, 0b0001_1011]),
      channels: [[0, 85, 170, 255]]),
    Sample(
      id: "gray, 4 bits", file: HandMadePNG.file(width: 2, height: 1, depth: 4, colourType: 0, rows: [0, 0x1F]),
      channels: [[17, 255]]),
    Sample(
      id: "gray, 8 bits",
      file: HandMadePNG.file(width: 2, height: 2, depth: 8, colourType: 0, rows: [0, 1, 2, 0, 3, 4]),
      channels: [[1, 2, 3, 4]]),
    Sample(
      id: "gray, 16 bits keeps its fraction",
      file: HandMadePNG.file(width: 2, height: 1, depth: 16, colourType: 0, rows: [0, 0x01, 0x00, 0xFF, 0xFF]),
      channels: [[256 / 257, 255]]),
    Sample(
      id: "palette",
      file: HandMadePNG.file(
        width: 3, height: 1, depth: 2, colourType: 3, before: [HandMadePNG.chunk("PLTE", [1, 2, 3, 4, 5, 6, 7, 8, 9])],
        rows: [0, 0b0010_0100]),
      channels: [[1, 7, 4], [2, 8, 5], [3, 9, 6]]),
    Sample(
      id: "palette with a transparent entry lies on white",
      file: HandMadePNG.file(
        width: 2, height: 1, depth: 8, colourType: 3,
        before: [HandMadePNG.chunk("PLTE", [10, 20, 30, 0, 0, 0]), HandMadePNG.chunk("tRNS", [255, 0])],
        rows: [0, 0, 1]),
      channels: [[10, 255], [20, 255], [30, 255]]),
    Sample(
      id: "gray with a transparent level lies on white",
      file: HandMadePNG.file(
        width: 2, height: 1, depth: 8, colourType: 0, before: [HandMadePNG.chunk("tRNS", [0, 7])], rows: [0, 7, 8]),
      channels: [[255, 8]]),
    Sample(
      id: "RGB, filter Sub",
      file: HandMadePNG.file(width: 2, height: 1, depth: 8, colourType: 2, rows: [1, 10, 20, 30, 1, 1, 1]),
      channels: [[10, 11], [20, 21], [30, 31]]),
    Sample(
      id: "gray and alpha",
      file: HandMadePNG.file(width: 2, height: 1, depth: 8, colourType: 4, rows: [0, 100, 51, 9, 255]),
      channels: [[224, 9]]),
    Sample(
      id: "RGB and alpha",
      file: HandMadePNG.file(width: 1, height: 1, depth: 8, colourType: 6, rows: [0, 0, 255, 100, 51]),
      channels: [[204], [255], [224]]),
    Sample(
      id: "RGB, 16 bits",
      file: HandMadePNG.file(
        width: 1, height: 1, depth: 16, colourType: 2, rows: [0, 1, 1, 2, 2, 0xFF, 0xFF]),
      channels: [[1], [2], [255]]),
    Sample(
      id: "interlaced, 2 × 2",
      file: HandMadePNG.file(
        width: 2, height: 2, depth: 8, colourType: 0, rows: [0, 1, 0, 2, 0, 3, 4], interlaced: true),
      channels: [[1, 2, 3, 4]]),
  ]

  @Test(arguments: samples)
  func pixels(_ sample: Sample) throws {
    let picture = try PictureReader.decode(sample.file)
    #expect(picture.channels.map(\.values) == sample.channels)
  }

  @Test func backgroundColours() throws {
    let file = HandMadePNG.file(width: 1, height: 1, depth: 8, colourType: 4, rows: [0, 100, 0])
    let onGray = try PictureReader.decode(file, options: PictureOptions(background: RGB(red: 9, green: 9, blue: 9)))
    #expect(onGray.channels.map(\.values) == [[9]])
    let onRed = try PictureReader.decode(file, options: PictureOptions(background: RGB(red: 255, green: 1, blue: 2)))
    #expect(onRed.channels.map(\.values) == [[255], [1], [2]])
  }

  /// The six pixels of a 3 × 2 picture, turned by the orientation in its eXIf chunk.
  @Test(arguments: [
    (1, 3, [1, 2, 3, 4, 5, 6]), (2, 3, [3, 2, 1, 6, 5, 4]), (3, 3, [6, 5, 4, 3, 2, 1]), (4, 3, [4, 5, 6, 1, 2, 3]),
    (5, 2, [1, 4, 2, 5, 3, 6]), (6, 2, [4, 1, 5, 2, 6, 3]), (7, 2, [6, 3, 5, 2, 4, 1]), (8, 2, [3, 6, 2, 5, 1, 4]),
    (9, 3, [1, 2, 3, 4, 5, 6]),
  ])
  func orientation(_ tag: Int, _ width: Int, _ pixels: [Float]) throws {
    for little in [true, false] {
      let exif: [UInt8] =
        little
        ? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, UInt8(tag), 0, 0, 0, 0, 0, 0, 0]
        : [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(tag), 0, 0, 0, 0, 0, 0]
      let file = HandMadePNG.file(
        width: 3, height: 2, depth: 8, colourType: 0, before: [HandMadePNG.chunk("eXIf", exif)],
        rows: [0, 1, 2, 3, 0, 4, 5, 6])
      let picture = try PictureReader.decode(file)
      #expect(picture.width == width)
      #expect(picture.channels[0].values == pixels)
    }
  }
}
