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

/// Files that are no picture, or no longer one: the exact error, and never a crash.
@Suite struct BrokenFileTests {
  @Test(
    arguments: [
      ([], "zero-byte file; expected a PNG or JPEG picture"),
      (Array("hello world, a long text".utf8), "not a PNG or JPEG picture: begins with \"hello world,\""),
      ([0, 1, 2, 3], "not a PNG or JPEG picture: begins with 00 01 02 03"),
      (
        Array("GIF89a....".utf8),
        "looks like GIF, which is not read; convert it to PNG or JPEG first, as with \"magick IN OUT.png\""
      ),
      (
        Array("RIFF....WEBPVP8 ".utf8),
        "looks like WebP, which is not read; convert it to PNG or JPEG first, as with \"magick IN OUT.png\""
      ),
      (
        Array("II*\0........".utf8),
        "looks like TIFF, which is not read; convert it to PNG or JPEG first, as with \"magick IN OUT.png\""
      ),
      (
        [0x42, 0x4D, 9, 9, 9, 9, 0, 0, 0, 0, 54],
        "looks like BMP, which is not read; convert it to PNG or JPEG first, as with \"magick IN OUT.png\""
      ),
      (HandMadePNG.signature, "truncated PNG: the data end before the first row"),
      (
        HandMadePNG.signature + HandMadePNG.header(width: 0, height: 5, depth: 8, colourType: 0),
        "broken PNG: Invalid IHDR data"
      ),
      (
        HandMadePNG.signature + HandMadePNG.header(width: 40_000, height: 40_000, depth: 8, colourType: 0),
        "declares 40000×40000 = 1600000000 pixels, more than the limit of 500000000"
      ),
    ] as [([UInt8], String)])
  func message(_ file: [UInt8], _ expected: String) {
    #expect(failure(file)?.description == expected)
  }

  @Test func missingFile() {
    #expect(throws: ImageError.file(FileError(.read, "/nowhere/photo.png", code: ENOENT))) {
      try PictureReader.read("/nowhere/photo.png")
    }
  }

  @Test func everyTruncationOfAPNG() {
    let file = HandMadePNG.ramp
    for length in 8..<file.count {
      let found = failure(Array(file.prefix(length)))
      switch found {
      case .truncated(.png, _, height: 6), .truncatedHeader(.png): break
      default: Issue.record("cut at \(length): \(String(describing: found))")
      }
    }
  }

  @Test func everyFlippedBitOfAPNGIsNoticedOrHarmless() throws {
    let whole = try PictureReader.decode(HandMadePNG.ramp)
    for position in 0..<HandMadePNG.ramp.count * 8 {
      var file = HandMadePNG.ramp
      file[position / 8] ^= 1 << UInt8(position % 8)
      do throws(ImageError) {
        let picture = try PictureReader.decode(file)
        #expect(picture == whole, "bit \(position) changed the pixels unnoticed")
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test func wrongCheckSum() {
    var file = HandMadePNG.ramp
    file[file.count - 12 - 1] ^= 1
    #expect(failure(file) == .broken(.png, detail: "IDAT: CRC error"))
  }

  @Test func missingRows() {
    let file = HandMadePNG.file(width: 4, height: 3, depth: 8, colourType: 0, rows: [0, 1, 2, 3, 4])
    #expect(failure(file) == .broken(.png, detail: "Not enough image data"))
  }

  private func failure(_ file: [UInt8]) -> ImageError? {
    do throws(ImageError) {
      _ = try PictureReader.decode(file)
      return nil
    } catch {
      return error
    }
  }
}
