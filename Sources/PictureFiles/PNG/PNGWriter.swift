import SystemServices
import Threading

/// Writes a PNG row by row; the file appears when ``finish()`` is called, whole or not at all.
///
/// Rows are gathered into stripes that are filtered and deflated on all cores. The file's bytes depend on the pixels
/// and the options alone, not on the number of threads.
public final class PNGWriter {
  private let rowBytes: Int
  private let format: PixelFormat
  private let height: Int
  private let compression: Compression
  private let threads: Int
  private let work: OrderedWork<PNGStripe, PNGStripe>
  private var file: PNGFile?
  private var stripe: PNGStripe
  private var spare: [PNGStripe] = []
  private var rowsWritten = 0

  /// Opens the file and writes its header; `-` is standard output.
  public init(
    _ path: String, width: Int, height: Int, format: PixelFormat, compression: Compression = .balanced,
    threads: Int = coreCount
  ) throws(ImageError) {
    precondition(width > 0 && height > 0, "a picture has pixels")
    self.format = format
    self.height = height
    self.compression = compression
    self.threads = threads
    rowBytes = width * format.bytesPerPixel
    stripe = PNGStripe(rowBytes: rowBytes, pixel: format.bytesPerPixel, height: height, compression)
    stripe.isFirst = true
    work = OrderedWork(threads: threads, capacity: 2 * threads) { stripe in
      stripe.encode(compression)
      return stripe
    }
    file = try PNGFile(path, width: width, height: height, format: format)
  }

  deinit { _ = work.finish() }

  /// Appends whole rows; samples of 16 bits in the machine's byte order.
  public func write(rows: UnsafeRawBufferPointer) throws(ImageError) {
    try write(rows: rows, inFileOrder: false)
  }

  /// Appends whole rows; samples of 16 bits with the high byte first where they are `inFileOrder`.
  func write(rows: UnsafeRawBufferPointer, inFileOrder: Bool) throws(ImageError) {
    precondition(rows.count % rowBytes == 0, "whole rows")
    guard let source = rows.baseAddress else { return }
    let count = rows.count / rowBytes
    precondition(rowsWritten + count <= height, "no more rows than declared")
    var y = 0
    while y < count {
      let taken = min(count - y, stripe.capacity - stripe.rowCount)
      take(source + y * rowBytes, taken * rowBytes, inFileOrder: inFileOrder)
      stripe.rowCount += taken
      y += taken
      rowsWritten += taken
      if stripe.rowCount == stripe.capacity && rowsWritten < height { try submit() }
    }
  }

  /// Ends the file and puts it in its place; every declared row must have been written.
  public func finish() throws(ImageError) {
    precondition(rowsWritten == height, "every declared row")
    try append(work.submit(stripe))
    try append(work.finish())
    try file.take()?.finish()
  }

  /// Copies samples behind the stripe's rows, in the file's byte order.
  private func take(_ source: UnsafeRawPointer, _ count: Int, inFileOrder: Bool) {
    let target = stripe.rows + stripe.rowCount * rowBytes
    guard format.depth == 16 && !inFileOrder else {
      target.update(from: source.assumingMemoryBound(to: UInt8.self), count: count)
      return
    }
    let samples = UnsafeMutableRawPointer(target)
    for offset in stride(from: 0, to: count, by: 2) {
      let value = source.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
      samples.storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt16.self)
    }
  }

  private func submit() throws(ImageError) {
    let full = stripe
    let next =
      spare.popLast() ?? PNGStripe(rowBytes: rowBytes, pixel: format.bytesPerPixel, height: height, compression)
    next.above.update(from: full.rows + (full.rowCount - 1) * rowBytes, count: rowBytes)
    next.rowCount = 0
    next.isFirst = false
    stripe = next
    try append(work.submit(full))
  }

  private func append(_ stripes: [PNGStripe]) throws(ImageError) {
    for stripe in stripes {
      try file?.append(stripe)
      spare.append(stripe)
    }
  }
}
