import CZlib
import SystemServices

/// The PNG file that stripes are appended to, in order.
struct PNGFile: ~Copyable {
  private var file: AtomicFile
  private var adler: UInt = 1

  /// Opens the file and writes its header; `-` is standard output.
  init(_ path: String, width: Int, height: Int, format: PixelFormat) throws(ImageError) {
    file = try PNGFile.open(path, head: PNGChunks.head(width: width, height: height, format: format))
  }

  private static func open(_ path: String, head: [UInt8]) throws(ImageError) -> AtomicFile {
    do throws(FileError) {
      let file = try AtomicFile(path)
      try file.write(head)
      return file
    } catch {
      throw .file(error)
    }
  }

  /// Appends an encoded stripe.
  mutating func append(_ stripe: PNGStripe) throws(ImageError) {
    adler = adler32_combine(adler, UInt(stripe.adler), stripe.filteredCount)
    do throws(FileError) {
      try file.write(stripe.chunk)
    } catch {
      throw .file(error)
    }
  }

  /// Ends the stream with an empty last block and its check sum, and puts the file in its place.
  consuming func finish() throws(ImageError) {
    try put(PNGChunks.chunk("IDAT", [0x03, 0x00] + PNGChunks.bigEndian(UInt32(adler))) + PNGChunks.tail)
    do throws(FileError) {
      try file.commit()
    } catch {
      throw .file(error)
    }
  }

  private func put(_ bytes: [UInt8]) throws(ImageError) {
    do throws(FileError) {
      try file.write(bytes)
    } catch {
      throw .file(error)
    }
  }
}
