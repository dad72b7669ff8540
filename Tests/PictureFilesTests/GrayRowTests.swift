import PictureFiles
import SystemServices
import Testing

/// Rows one by one against the picture as a whole.
@Suite struct GrayRowTests {
  @Test(arguments: PNGReadingTests.samples, GrayConversion.allCases)
  func rowsAreThoseOfThePlane(_ sample: PNGReadingTests.Sample, _ conversion: GrayConversion) throws {
    let bytes = FileBytes(sample.file)
    let plane = try PictureReader.decodeGray(bytes, conversion)
    guard let reader = try GrayRowReader(bytes, conversion) else {
      #expect(sample.id.contains("16 bits"))
      return
    }
    #expect(reader.width == plane.width && reader.height == plane.height)
    #expect(try rows(reader) == plane.values)
  }

  @Test(arguments: 1...8)
  func turnedRows(_ tag: UInt8) throws {
    let exif: [UInt8] = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, tag, 0, 0, 0, 0, 0, 0, 0]
    for interlaced in [false, true] {
      let file = HandMadePNG.file(
        width: 3, height: 2, depth: 8, colourType: 0, before: [HandMadePNG.chunk("eXIf", exif)],
        rows: interlaced ? [0, 1, 0, 3, 0, 2, 0, 4, 5, 6] : [0, 1, 2, 3, 0, 4, 5, 6], interlaced: interlaced)
      let reader = try #require(try GrayRowReader(FileBytes(file)))
      #expect(reader.isStreaming == (tag <= 2 && !interlaced))
      #expect(try rows(reader) == PictureReader.decode(file).channels[0].values)
    }
  }

  private func rows(_ reader: GrayRowReader) throws -> [Float] {
    var values: [Float] = []
    var row = [UInt8](repeating: 0, count: reader.width)
    while reader.row < reader.height {
      try row.withUnsafeMutableBufferPointer { buffer in
        if let start = buffer.baseAddress { try reader.read(1, into: start) }
      }
      values += row.map(Float.init)
    }
    return values
  }
}
