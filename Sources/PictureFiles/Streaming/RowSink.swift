import ConvolutionCore
import SystemServices

/// What takes the rows of a map in their order.
protocol RowSink: AnyObject {
  func open(_ size: Size, channels: Int) throws(ImageError)
  /// Takes `rows` rows of each channel, which begin `channelStep` values one after the other.
  func take(_ values: UnsafePointer<Float>, rows: Int, channelStep: Int) throws(ImageError)
  func finish() throws(ImageError)
}

/// Takes nothing: the values were looked at before.
final class NoSink: RowSink {
  func open(_ size: Size, channels: Int) {}
  func take(_ values: UnsafePointer<Float>, rows: Int, channelStep: Int) {}
  func finish() {}
}

/// Rows as a PNG file.
final class PictureSink: RowSink {
  private let path: String
  private let levels: Levels
  private let compression: Compression
  private let threads: Int
  private var size = Size(width: 0, height: 0)
  private var channels = 1
  private var writer: PNGWriter?
  private var row: [UInt8] = []

  init(_ path: String, _ levels: Levels, _ compression: Compression, threads: Int) {
    self.path = path
    self.levels = levels
    self.compression = compression
    self.threads = threads
  }

  func open(_ size: Size, channels: Int) throws(ImageError) {
    self.size = size
    self.channels = channels
    row = [UInt8](repeating: 0, count: size.width * channels * levels.sampleBytes)
    writer = try PNGWriter(
      path, width: size.width, height: size.height,
      format: levels.depth == 16 ? channels == 1 ? .gray16 : .rgb16 : channels == 1 ? .gray8 : .rgb8,
      compression: compression, threads: threads)
  }

  func take(_ values: UnsafePointer<Float>, rows: Int, channelStep: Int) throws(ImageError) {
    for y in 0..<rows {
      row.withUnsafeMutableBufferPointer { row in
        guard let start = row.baseAddress else { return }
        for channel in 0..<channels {
          levels.write(
            values + channel * channelStep + y * size.width, size.width, step: channels,
            to: start + channel * levels.sampleBytes)
        }
      }
      try row.withRows { bytes throws(ImageError) in try writer?.write(rows: bytes, inFileOrder: true) }
    }
  }

  func finish() throws(ImageError) {
    try writer?.finish()
    writer = nil
  }
}

/// Rows of one channel as a NumPy array.
final class NumPySink: RowSink {
  private let path: String
  private var width = 0
  private var file: AtomicFile?

  init(_ path: String) { self.path = path }

  func open(_ size: Size, channels: Int) throws(ImageError) {
    precondition(channels == 1, "the maps of a colour picture stand one behind the other")
    width = size.width
    let header = NumPyWriter.header(sizes: [size.height, size.width])
    do throws(FileError) {
      let opened = try AtomicFile(path)
      try opened.write(header)
      file = consume opened
    } catch {
      throw .file(error)
    }
  }

  func take(_ values: UnsafePointer<Float>, rows: Int, channelStep: Int) throws(ImageError) {
    let buffer = UnsafeBufferPointer(start: values, count: rows * width)
    do throws(FileError) {
      if 1.littleEndian == 1 {
        try file?.write(UnsafeRawBufferPointer(buffer))
      } else {
        try file?.write(buffer.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init) })
      }
    } catch {
      throw .file(error)
    }
  }

  func finish() throws(ImageError) {
    do throws(FileError) {
      try file.take()?.commit()
    } catch {
      throw .file(error)
    }
  }
}
