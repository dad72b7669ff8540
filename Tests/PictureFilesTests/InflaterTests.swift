import CZlib
import PictureFiles
import SystemServices
import Testing

@Suite struct InflaterTests {
  private let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * $0 / 300) }

  private var packed: [UInt8] {
    var output = [UInt8](repeating: 0, count: Int(compressBound(UInt(content.count))))
    var length = UInt(output.count)
    compress2(&output, &length, content, UInt(content.count), 6)
    return Array(output.prefix(Int(length)))
  }

  /// What comes out in pieces of a size.
  private func pieces(_ bytes: [UInt8], _ size: Int) throws -> [UInt8] {
    let inflater = try #require(Inflater(FileBytes(bytes), .zlib))
    var result: [UInt8] = []
    while true {
      var failure: Inflater.Failure?
      let piece = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        do throws(Inflater.Failure) { count = try inflater.read(into: buffer) } catch { failure = error }
      }
      if let failure { throw failure }
      result += piece
      if piece.count < size { return result }
    }
  }

  @Test(arguments: [1, 77, 4096, 100_000, 1 << 20])
  func piecesOfAnySize(_ size: Int) throws {
    #expect(try pieces(packed, size) == content)
  }

  @Test func whatIsCutIsTruncated() {
    for count in [0, 1, 2, packed.count / 2, packed.count - 1] {
      #expect(throws: Inflater.Failure.truncated) { try pieces(Array(packed.prefix(count)), 1000) }
    }
  }

  @Test func whatIsChangedIsDamaged() {
    var wrong = packed
    wrong[wrong.count - 1] ^= 1
    #expect(throws: Inflater.Failure.damaged("incorrect data check")) { try pieces(wrong, 1000) }
    #expect(throws: Inflater.Failure.damaged("incorrect header check")) { try pieces([1, 2, 3, 4], 1000) }
  }
}

/// One gray, and what is kept of damage, by the library.
@Suite struct PictureRowsTests {
  @Test func keptDamage() throws {
    let file = HandMadePNG.ramp
    let options = PictureOptions(background: .black, keepsDamaged: true)
    let whole = try PictureReader.decodeGray(FileBytes(file))
    // Stored blocks: a cut in the middle leaves the rows before it.
    let cut = Array(file.prefix(file.count - 12 - 8 - 20))
    let (plane, damage) = try PictureReader.decodeGrayWithDamage(FileBytes(cut), options: options)
    let rows = try #require(damage?.rows)
    #expect(damage?.height == 6 && rows > 0 && rows < 6)
    #expect(damage?.error == .truncated(.png, rows: rows, height: 6))
    #expect(Array(plane.values[..<(rows * 8)]) == Array(whole.values[..<(rows * 8)]))
    #expect(plane.values[(rows * 8)...].allSatisfy { $0 == 0 })
    #expect(throws: ImageError.truncated(.png, rows: rows, height: 6)) { try PictureReader.decodeGray(FileBytes(cut)) }
  }

  @Test func colourRowsAreThoseOfThePlanes() throws {
    let file = HandMadePNG.file(
      width: 2, height: 2, depth: 8, colourType: 2, rows: [0, 1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 12])
    let reader = try #require(try ColourRowReader(FileBytes(file)))
    #expect(reader.channels == 3)
    var rows = [UInt8](repeating: 0, count: 12)
    try rows.withUnsafeMutableBufferPointer { buffer in
      if let start = buffer.baseAddress { try reader.read(2, into: start) }
    }
    #expect(rows == [1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12])
  }
}
