import CISAL
import CZlib

/// Some rows of a PNG on their way to an IDAT chunk of their own: filtered and deflated without regard to the others,
/// so that stripes can be encoded on several threads. One thread has it at a time.
final class PNGStripe: @unchecked Sendable {
  /// The most rows.
  let capacity: Int
  /// The rows' bytes as the file orders them; the row above them stands before the first.
  let rows: UnsafeMutablePointer<UInt8>
  /// Rows in use.
  var rowCount = 0
  /// True for the stripe that starts the zlib stream.
  var isFirst = false

  /// The finished IDAT chunk.
  var chunk: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: output, count: outputCount) }
  /// Adler-32 of the filtered rows on their own, and their bytes.
  private(set) var adler: UInt32 = 1
  var filteredCount: Int { (rowBytes + 1) * rowCount }

  /// Bytes of a stripe, about, of which a picture has eight or more.
  private static let (leastBytes, mostBytes) = (32 << 10, 256 << 10)

  private let rowBytes: Int
  private let rowsPerPart: Int
  private let allocation: UnsafeMutablePointer<UInt8>
  private let encoder: StripeEncoder
  private let output: UnsafeMutablePointer<UInt8>
  private var outputCount = 0
  /// A second output, for the parts of a stripe where size is all.
  private var partsOutput: UnsafeMutablePointer<UInt8>?

  /// A stripe of rows of a picture of `height` rows.
  init(rowBytes: Int, pixel: Int, height: Int, _ compression: Compression) {
    let capacity = PNGStripe.rows(rowBytes: rowBytes, height: height, compression)
    self.rowBytes = rowBytes
    rowsPerPart = PNGStripe.rows(rowBytes: rowBytes, height: height, .balanced)
    self.capacity = capacity
    allocation = .allocate(capacity: rowBytes * (capacity + 1))
    allocation.initialize(repeating: 0, count: rowBytes)
    rows = allocation + rowBytes
    encoder = StripeEncoder(rowBytes: rowBytes, pixel: pixel, capacity: capacity)
    output = .allocate(capacity: PNGStripe.bound(rowBytes, capacity))
  }

  deinit {
    allocation.deallocate()
    output.deallocate()
    partsOutput?.deallocate()
  }

  /// Where the row above the first one belongs; zeros stand there at the start of a picture.
  var above: UnsafeMutablePointer<UInt8> { allocation }

  /// Filters and deflates the rows.
  func encode(_ compression: Compression) {
    // The chunk's length and type stand first, then zlib's header: deflate, a window of 32 KiB.
    let head = isFirst ? 10 : 8
    if isFirst {
      output[8] = 0x78
      output[9] = 0x01
    }
    var encoded = encoder.encode(rows, rowCount, compression, to: output + head)
    if compression == .small { encodeParts(head, &encoded) }
    adler = encoded.adler
    finishChunk(head - 8 + encoded.byteCount)
  }

  /// Where size is all: in parts too, as different parts of a picture want different filters and codes. They are the
  /// stripes of the balanced way, so that no picture comes out larger than by that.
  private func encodeParts(_ head: Int, _ whole: inout StripeEncoder.Encoded) {
    guard rowCount > rowsPerPart else { return }
    let target = partsOutput ?? .allocate(capacity: PNGStripe.bound(rowBytes, capacity))
    partsOutput = target
    var parts = StripeEncoder.Encoded(byteCount: 0, adler: 1)
    for y in stride(from: 0, to: rowCount, by: rowsPerPart) {
      let count = min(rowsPerPart, rowCount - y)
      let part = encoder.encodePart(rows + y * rowBytes, count, to: target + parts.byteCount)
      let bytes = (rowBytes + 1) * count
      parts.adler = UInt32(adler32_combine(UInt(parts.adler), UInt(part.adler), bytes))
      parts.byteCount += part.byteCount
      guard parts.byteCount < whole.byteCount else { return }
    }
    (output + head).update(from: target, count: parts.byteCount)
    whole = parts
  }

  /// Room for a chunk, also for one of many parts.
  private static func bound(_ rowBytes: Int, _ rows: Int) -> Int {
    let bytes = (rowBytes + 1) * rows
    return RunDeflater.bound(bytes) + (bytes / (leastBytes / 2) + 2) * RunDeflater.bound(0)
  }

  private func finishChunk(_ count: Int) {
    put(UInt32(count), at: output)
    put(0x4944_4154, at: output + 4)
    put(crc32_gzip_refl(0, output + 4, UInt64(count + 4)), at: output + 8 + count)
    outputCount = count + 12
  }

  private func put(_ value: UInt32, at place: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(place).storeBytes(of: value.bigEndian, as: UInt32.self)
  }
}

extension PNGStripe {
  /// Rows of a stripe: about 256 KB, which costs nothing in size, and 1 or 2 MB where size is all; less in small
  /// pictures, so that all cores have work.
  static func rows(rowBytes: Int, height: Int, _ compression: Compression) -> Int {
    let eighth = rowBytes * height / 8
    let rows = max(1, min(height, max(leastBytes, min(mostBytes, eighth)) / (rowBytes + 1)))
    guard compression == .small else { return rows }
    return min(height, rows * max(1, max(1 << 20, min(2 << 20, eighth)) / (rows * (rowBytes + 1))))
  }
}
