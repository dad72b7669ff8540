import CZlib
import ConvolutionCore
import Platform

/// Writes a PNG row by row; the file appears when ``finish()`` is called, whole or not at all.
public final class PNGWriter {
  private let rowBytes: Int
  private let format: PixelFormat
  private let height: Int
  private var rowsWritten = 0
  private var file: AtomicFile?
  private var stream = z_stream()
  private var filtered: [UInt8]
  private var output = [UInt8](repeating: 0, count: 1 << 18)

  /// Opens the file and writes its header; `-` is standard output.
  public init(
    _ path: String, width: Int, height: Int, format: PixelFormat, compression: Compression = .balanced
  ) throws(ImageError) {
    precondition(width > 0 && height > 0, "a picture has pixels")
    self.format = format
    self.height = height
    rowBytes = width * format.bytesPerPixel
    filtered = [UInt8](repeating: 0, count: rowBytes + 1)
    let level: Int32 =
      switch compression {
      case .fast: 1
      case .balanced: 6
      case .small: 9
      }
    file = try PNGWriter.open(path)
    try put(PNGChunks.head(width: width, height: height, format: format))
    let code = deflateInit2_(
      &stream, level, Z_DEFLATED, 15, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { throw .outOfMemory }
  }

  private static func open(_ path: String) throws(ImageError) -> AtomicFile {
    do throws(FileError) {
      return try AtomicFile(path)
    } catch {
      throw .file(error)
    }
  }

  deinit { deflateEnd(&stream) }

  /// Appends whole rows; samples of 16 bits in the machine's byte order.
  public func write(rows: UnsafeRawBufferPointer) throws(ImageError) {
    precondition(rows.count % rowBytes == 0, "whole rows")
    let count = rows.count / rowBytes
    precondition(rowsWritten + count <= height, "no more rows than declared")
    for row in 0..<count {
      let source = UnsafeRawBufferPointer(rebasing: rows[row * rowBytes..<(row + 1) * rowBytes])
      filtered.withUnsafeMutableBytes { target in
        target[0] = 0
        if format.depth == 16 {
          for pixel in stride(from: 0, to: rowBytes, by: 2) {
            let value = source.loadUnaligned(fromByteOffset: pixel, as: UInt16.self)
            target[1 + pixel] = UInt8(value >> 8)
            target[2 + pixel] = UInt8(value & 255)
          }
        } else {
          UnsafeMutableRawBufferPointer(rebasing: target[1...]).copyMemory(from: source)
        }
      }
      try compress(flush: Z_NO_FLUSH)
    }
    rowsWritten += count
  }

  /// Ends the file and puts it in its place; every declared row must have been written.
  public func finish() throws(ImageError) {
    precondition(rowsWritten == height, "every declared row")
    filtered = []
    try compress(flush: Z_FINISH)
    guard let file = file.take() else { return }
    do throws(FileError) {
      try file.write(PNGChunks.tail)
      try file.commit()
    } catch {
      throw .file(error)
    }
  }

  private func compress(flush: Int32) throws(ImageError) {
    var consumed = 0
    while true {
      let produced = filtered.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
          stream.next_in = input.baseAddress.map { $0 + consumed }
          stream.avail_in = UInt32(input.count - consumed)
          stream.next_out = output.baseAddress
          stream.avail_out = UInt32(output.count)
          deflate(&stream, flush)
          consumed = input.count - Int(stream.avail_in)
          return output.count - Int(stream.avail_out)
        }
      }
      if produced > 0 { try put(PNGChunks.chunk("IDAT", Array(output[..<produced]))) }
      if produced < output.count { return }
    }
  }

  private func put(_ bytes: [UInt8]) throws(ImageError) {
    do throws(FileError) {
      try file?.write(bytes)
    } catch {
      throw .file(error)
    }
  }
}

extension PNGWriter {
  /// Writes a whole picture of given samples, row by row without gaps.
  public static func write(
    _ samples: [UInt8], width: Int, height: Int, format: PixelFormat, to path: String,
    compression: Compression = .balanced
  ) throws(ImageError) {
    let writer = try PNGWriter(path, width: width, height: height, format: format, compression: compression)
    try samples.withRows { rows throws(ImageError) in try writer.write(rows: rows) }
    try writer.finish()
  }

  /// Writes a map as a gray picture of 8 or 16 bits.
  public static func write(
    _ map: Plane, display: Display = .clamp, depth: Int = 8, to path: String, compression: Compression = .balanced
  ) throws(ImageError) {
    precondition(depth == 8 || depth == 16, "8 or 16 bits")
    let format = depth == 16 ? PixelFormat.gray16 : .gray8
    let writer = try PNGWriter(path, width: map.width, height: map.height, format: format, compression: compression)
    if depth == 16 {
      try display.samples16(map).withRows { rows throws(ImageError) in try writer.write(rows: rows) }
    } else {
      try display.samples8(map).withRows { rows throws(ImageError) in try writer.write(rows: rows) }
    }
    try writer.finish()
  }

  /// Writes a colour or gray picture with 8 bits a sample, clamped.
  public static func write(
    _ picture: Picture, to path: String, compression: Compression = .balanced
  ) throws(ImageError) {
    guard !picture.isGray else { return try write(picture.channels[0], to: path, compression: compression) }
    let planes = picture.channels.map { Display.clamp.samples8($0) }
    var samples = [UInt8](repeating: 0, count: 3 * planes[0].count)
    for (channel, plane) in planes.enumerated() {
      for (index, value) in plane.enumerated() { samples[3 * index + channel] = value }
    }
    try write(
      samples, width: picture.width, height: picture.height, format: .rgb8, to: path, compression: compression)
  }
}

extension Array {
  /// The elements' bytes, with a typed error.
  fileprivate func withRows(_ body: (UnsafeRawBufferPointer) throws(ImageError) -> Void) throws(ImageError) {
    let failure = withUnsafeBytes { bytes -> ImageError? in
      do throws(ImageError) {
        try body(bytes)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }
}
