import CISAL
import CZlib

/// Some rows of a PNG on their way to an IDAT chunk of their own: filtered and deflated without regard to the others,
/// so that stripes can be encoded on several threads. One thread has it at a time.
final class PNGStripe: @unchecked Sendable {
  /// Bytes of a row, and of a pixel.
  private let rowBytes: Int
  private let pixel: Int
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
  private(set) var filteredCount = 0

  private let allocation: UnsafeMutablePointer<UInt8>
  private let filtered: UnsafeMutablePointer<UInt8>
  private let output: UnsafeMutablePointer<UInt8>
  private var outputCount = 0
  private let runs = RunDeflater()

  init(rowBytes: Int, pixel: Int, capacity: Int) {
    self.rowBytes = rowBytes
    self.pixel = pixel
    self.capacity = capacity
    allocation = .allocate(capacity: rowBytes * (capacity + 1))
    allocation.initialize(repeating: 0, count: rowBytes)
    rows = allocation + rowBytes
    filtered = .allocate(capacity: (rowBytes + 1) * capacity)
    output = .allocate(capacity: RunDeflater.bound((rowBytes + 1) * capacity))
  }

  deinit {
    allocation.deallocate()
    filtered.deallocate()
    output.deallocate()
  }

  /// Where the row above the first one belongs; zeros stand there at the start of a picture.
  var above: UnsafeMutablePointer<UInt8> { allocation }

  /// Filters and deflates the rows.
  func encode(_ compression: Compression) {
    let filter = FilterChoice.filter(rows, rowCount: rowCount, rowBytes: rowBytes, pixel: pixel, scratch: filtered)
    apply(filter)
    filteredCount = (rowBytes + 1) * rowCount
    adler = isal_adler32(1, filtered, UInt64(filteredCount))

    // Length and type stand before the data; the length is known last.
    var start = output + 8
    if isFirst {
      // zlib's header: deflate, a window of 32 KiB, fastest.
      start[0] = 0x78
      start[1] = 0x01
      start += 2
    }
    var writer = BitWriter(start)
    runs.deflate(UnsafeBufferPointer(start: filtered, count: filteredCount), to: &writer)
    StoredBlocks.appendSync(to: &writer)
    finishChunk(end: writer.next)
  }

  private func apply(_ filter: PNGFilter) {
    for y in 0..<rowCount {
      let target = filtered + y * (rowBytes + 1)
      target[0] = filter.rawValue
      let row = rows + y * rowBytes
      filter.apply(row, above: row - rowBytes, count: rowBytes, pixel: pixel, into: target + 1)
    }
  }

  private func finishChunk(end: UnsafeMutablePointer<UInt8>) {
    let count = end - output - 8
    put(UInt32(count), at: output)
    put(0x4944_4154, at: output + 4)
    put(crc32_gzip_refl(0, output + 4, UInt64(count + 4)), at: end)
    outputCount = count + 12
  }

  private func put(_ value: UInt32, at place: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(place).storeBytes(of: value.bigEndian, as: UInt32.self)
  }
}
