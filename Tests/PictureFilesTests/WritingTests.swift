import ConvolutionCore
import PictureFiles
import SystemServices
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is written is what is read back.
@Suite struct WritingTests {
  @Test(arguments: Compression.allCases, PixelFormat.allCases)
  func roundTrip(_ compression: Compression, _ format: PixelFormat) throws {
    let path = "/tmp/cnnlab-images-\(getpid())-\(compression)-\(format).png"
    defer { unlink(path) }
    for (width, height) in [(1, 1), (7, 5), (300, 211)] {
      let samples = (0..<width * height * format.bytesPerPixel).map { UInt8(truncatingIfNeeded: $0 * $0 / 97) }
      let opaque = format == .rgba8 ? samples.enumerated().map { $0 % 4 == 3 ? 255 : $1 } : samples
      try PNGWriter.write(opaque, width: width, height: height, format: format, to: path, compression: compression)
      let picture = try PictureReader.read(path)
      #expect(picture.width == width && picture.height == height)
      for (channel, plane) in picture.channels.enumerated() {
        for (index, value) in plane.values.enumerated() {
          let sample = index * format.bytesPerPixel + channel * format.depth / 8
          let expected =
            format.depth == 16
            ? Float(Double(Int(opaque[sample]) | Int(opaque[sample + 1]) << 8) / 257) : Float(opaque[sample])
          #expect(value == expected)
        }
      }
    }
  }

  @Test func nothingIsLeftOfAnUnfinishedFile() throws {
    let folder = "/tmp/cnnlab-images-\(getpid())-unfinished"
    try makeFolder(folder)
    defer { rmdir(folder) }
    do {
      let writer = try PNGWriter("\(folder)/a.png", width: 4, height: 4, format: .gray8)
      try [UInt8](repeating: 0, count: 4).withUnsafeBytes { try writer.write(rows: $0) }
    }
    #expect(try folderContents(folder).isEmpty)
  }

  @Test(arguments: [
    (Display.clamp, [0, 0, 0, 2, 2, 255]), (.absolute, [255, 1, 0, 2, 2, 255]),
    (.stretch, [0, 102, 102, 103, 103, 255]),
    (.signed, [43, 128, 128, 128, 129, 255]),
  ])
  func display(_ display: Display, _ expected: [UInt8]) {
    let plane = Plane(width: 6, height: 1, values: [-300, -1, 0.5, 1.5, 2.5, 450])
    #expect(display.samples8(plane) == expected)
  }

  @Test func displayIn16Bits() {
    let plane = Plane(width: 4, height: 1, values: [-1, 0.5, 255, 300])
    #expect(Display.clamp.samples16(plane) == [0, 128, 65535, 65535])
    #expect(Display.signed.samples16(Plane(width: 1, height: 1, values: [0])) == [32896])
  }

  @Test func npy() {
    let plane = Plane(width: 2, height: 1, values: [1, -0.5])
    let bytes = NumPyWriter.encode([plane])
    #expect(bytes.count == 128 + 8)
    #expect(bytes.prefix(10) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0])
    #expect(
      String(decoding: bytes[10..<70], as: UTF8.self).hasPrefix(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }"))
    #expect(bytes.suffix(8) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xBF])
    #expect(String(decoding: NumPyWriter.encode([plane, plane]).prefix(80), as: UTF8.self).contains("(2, 1, 2)"))
  }

  @Test func csv() {
    let plane = Plane(width: 2, height: 2, values: [1, -0.5, 0.1, 1e10])
    #expect(
      String(decoding: CSVWriter.encode([plane, plane]), as: UTF8.self) == "1,-0.5\n0.1,1e+10\n\n1,-0.5\n0.1,1e+10\n")
  }
}
