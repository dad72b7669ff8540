import CZlib
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

/// The deflater against zlib's inflate, on bytes of every character.
@Suite struct CompressionTests {
  /// Rows of the given bytes as a one-row-per-stripe picture would hold them; what zlib makes of the file's stream.
  @Test(arguments: Compression.allCases)
  func everyCharacterOfBytes(_ compression: Compression) throws {
    let path = "/tmp/cnnlab-compression-\(getpid())-\(compression).png"
    defer { unlink(path) }
    var generator = SeededGenerator(seed: 3)
    let length = 70_000
    var rows: [[UInt8]] = [[0], [UInt8](repeating: 255, count: length)]
    rows.append((0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
    rows.append((0..<length).map { UInt8(truncatingIfNeeded: $0) })
    rows.append((0..<length).map { _ -> UInt8 in generator.next() % 50 == 0 ? 1 : 0 })
    // Runs of every length around the borders of 8, 258 and 516, between bytes that differ.
    var runs: [UInt8] = []
    for lengths in [1...20, 250...270, 505...530, 770...780] {
      for length in lengths { runs += [UInt8(truncatingIfNeeded: length)] + [UInt8](repeating: 9, count: length) }
    }
    rows.append(runs)
    // Each byte twice as often as the one before: an unlimited code would be longer than 15 bits.
    var doubling: [UInt8] = []
    for byte in 0..<18 { for _ in 0..<(1 << byte) { doubling += [UInt8(byte), UInt8(byte) ^ 1] } }
    rows.append(doubling)
    for row in rows {
      for height in [1, 3] where row.count < 100_000 || height == 1 {
        let samples = (0..<height).flatMap { _ in row }
        try PNGWriter.write(
          samples, width: row.count, height: height, format: .gray8, to: path, compression: compression)
        let picture = try PictureReader.read(path)
        #expect(picture.channels[0].values == samples.map(Float.init))
        #expect(try inflatedCount(path) == (row.count + 1) * height)
      }
    }
  }

  @Test func flatPicturesAreTiny() throws {
    let path = "/tmp/cnnlab-compression-\(getpid())-flat.png"
    defer { unlink(path) }
    let samples = [UInt8](repeating: 200, count: 1000 * 1000)
    try PNGWriter.write(samples, width: 1000, height: 1000, format: .gray8, to: path)
    #expect(try readFile(path).count < 10_000)
  }

  /// A ramp, noise, a repeated pattern and flat parts.
  @Test func slowerIsNotLarger() throws {
    let path = "/tmp/cnnlab-compression-\(getpid())-order.png"
    defer { unlink(path) }
    var generator = SeededGenerator(seed: 5)
    let (width, height) = (701, 900)
    let samples = (0..<width * height).map { index -> UInt8 in
      let (x, y) = (index % width, index / width)
      switch y / 150 {
      case 0: return UInt8(truncatingIfNeeded: x / 3 + y)
      case 1: return UInt8(truncatingIfNeeded: Int(generator.next() % 20) + x / 4)
      case 2: return UInt8(truncatingIfNeeded: (x * x / 7) ^ (x % 91) * 5)
      case 3: return x % 100 < 50 ? 255 : 17
      case 4: return generator.next() % 10 == 0 ? 255 : 0
      default: return UInt8(truncatingIfNeeded: generator.next())
      }
    }
    let sizes = try Compression.allCases.map { compression in
      try PNGWriter.write(
        samples, width: width, height: height, format: .gray8, to: path, compression: compression)
      #expect(try PictureReader.read(path).channels[0].values == samples.map(Float.init))
      return try readFile(path).count
    }
    #expect(sizes == sizes.sorted(by: >))
  }

  /// Bytes of the zlib stream in the IDAT chunks, check sum included, as zlib sees it.
  private func inflatedCount(_ path: String) throws -> Int {
    let file = try readFile(path)
    var stream: [UInt8] = []
    var offset = 8
    while offset < file.count {
      let length = (0..<4).reduce(0) { $0 << 8 | Int(file[offset + $1]) }
      let body = Array(file[offset + 4..<offset + 8 + length])
      let check = (0..<4).reduce(0) { $0 << 8 | Int(file[offset + 8 + length + $1]) }
      #expect(Int(crc32(0, body, UInt32(body.count))) == check)
      if body.starts(with: Array("IDAT".utf8)) { stream += body[4...] }
      offset += length + 12
    }
    var output = [UInt8](repeating: 0, count: 1 << 20)
    var count = UInt(output.count)
    #expect(uncompress(&output, &count, stream, UInt(stream.count)) == Z_OK)
    return Int(count)
  }
}
