import ConvolutionCore
import SystemServices
import Threading

/// From a picture file to maps as 8-bit PNG files in one pass: rows are convolved while the next ones are decoded and
/// the ones before are encoded, on all cores, in memory that does not grow with the picture's height.
///
/// The maps are those of `ByteConvolution`, clamped and rounded. The bytes of a file depend on the picture and the
/// request alone, not on the number of threads.
public struct StreamingFilter {
  /// One map to be made of the picture.
  public struct Request: Sendable {
    /// The kernel.
    public var kernel: Kernel
    /// How it slides over the picture.
    public var convolution: Convolution
    /// The PNG file to be written; `-` is standard output.
    public var path: String

    /// A request for the map of a kernel.
    public init(kernel: Kernel, convolution: Convolution = Convolution(), path: String) {
      self.kernel = kernel
      self.convolution = convolution
      self.path = path
    }
  }

  /// What can stop a filter.
  public enum Failure: Error {
    /// The picture or an output file.
    case image(ImageError)
    /// The request does not fit the picture.
    case convolution(ConvolutionError)
  }

  /// How hard the maps are compressed.
  public var compression: Compression
  /// Threads that may be used.
  public var threads: Int

  /// A filter on all cores.
  public init(compression: Compression = .balanced, threads: Int = coreCount) {
    self.compression = compression
    self.threads = threads
  }

  /// Reads the picture once and writes the map of each request. All files appear at the end, or none where the picture
  /// or a request is bad.
  /// - Returns: the sizes of the maps.
  public func run(_ reader: any ByteRowReader, _ requests: [Request]) throws(Failure) -> [Size] {
    let source = Size(width: reader.width, height: reader.height)
    var maps: [FilterMap] = []
    for (index, request) in requests.enumerated() {
      do throws(ConvolutionError) {
        let loops = try ByteConvolution(request.convolution, kernel: request.kernel, source: source)
        maps.append(
          FilterMap(
            index: index, convolution: loops, channels: reader.channels, path: request.path, compression: compression))
      } catch {
        throw .convolution(error)
      }
    }
    do throws(ImageError) {
      for map in maps { try map.open() }
      try stream(reader, maps)
      for map in maps { try map.finish() }
    } catch {
      throw .image(error)
    }
    return maps.map(\.convolution.output)
  }

  private func stream(_ reader: any ByteRowReader, _ maps: [FilterMap]) throws(ImageError) {
    let compression = compression
    let work = OrderedWork<FilterJob, FilterJob>(threads: threads, capacity: 2 * threads) { job in
      job.run(compression)
      return job
    }
    defer { _ = work.finish() }
    var window = RowWindow(reader)
    while true {
      // The maps take turns, so that all of them are at about the same place of the picture.
      let open = maps.filter { !$0.isComplete }.map { (map: $0, rows: $0.neededRows) }
      guard let next = open.min(by: { ($0.rows.upperBound, $0.map.index) < ($1.rows.upperBound, $1.map.index) }),
        let kept = open.map(\.map.keptRow).min()
      else { break }
      let job = next.map.nextJob()
      job.take(try window.rows(next.rows, keepingFrom: kept))
      for done in work.submit(job) { try maps[done.map].append(done.stripe) }
    }
    for done in work.finish() { try maps[done.map].append(done.stripe) }
    // Rows that no map needs are looked at too: damage there is damage to the picture.
    _ = try window.rows(reader.height..<reader.height, keepingFrom: reader.height)
  }
}
