import ConvolutionCore
import SystemServices
import Threading

/// From a picture file to files of its maps in one pass: rows are convolved while the next ones are decoded and the ones
/// before are encoded, on all cores, in memory that does not grow with the picture's height.
///
/// The maps are those of `ByteConvolution`. The bytes of a file depend on the picture and the request alone, not on the
/// number of threads. Where the whole map decides how a value is shown, ``ranges(_:_:)`` takes a pass before.
public struct StreamingFilter {
  /// What is computed of the picture.
  public enum Operator: Sendable {
    /// A convolution.
    case kernel(Kernel)
    /// The gradient of two.
    case gradient(Gradient)

    var height: Int {
      switch self {
      case .kernel(let kernel): kernel.height
      case .gradient(let gradient): gradient.size.height
      }
    }
  }

  /// What a map is written as.
  public enum Format: Sendable {
    /// A picture.
    case png
    /// A NumPy array, of gray pictures only.
    case npy
  }

  /// One map to be made of the picture.
  public struct Request: Sendable {
    /// What is computed.
    public var `operator`: Operator
    /// How it slides over the picture.
    public var convolution: Convolution
    /// Functions of every value, one after another.
    public var activations: [Activation] = []
    /// What the map is pooled by in the end.
    public var pooling: Pooling?
    /// What is written.
    public var format = Format.png
    /// How values become a picture.
    public var display = Display.clamp
    /// What values are multiplied by before.
    public var factor: Float = 1
    /// Bits of a written pixel, 8 or 16.
    public var depth = 8
    /// The range of the values, where ``Display/needsRange`` is true.
    public var range = ValueRange()
    /// The file to be written; `-` is standard output.
    public var path: String

    /// A request for the map of a kernel.
    public init(kernel: Kernel, convolution: Convolution = Convolution(), path: String) {
      self.init(.kernel(kernel), convolution: convolution, path: path)
    }

    /// A request for the map of an operator.
    public init(_ operator: Operator, convolution: Convolution = Convolution(), path: String) {
      self.operator = `operator`
      self.convolution = convolution
      self.path = path
    }

    /// How values become samples.
    var levels: Levels {
      let (scale, offset) = display.mapping(range)
      return Levels(scale: scale * factor, offset: offset, takesMagnitude: display == .absolute, depth: depth)
    }

    /// True where samples are clamped and rounded values, no more.
    var isPlain: Bool { display == .clamp && depth == 8 && factor == 1 }
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
    var maps: [any StreamedMap] = []
    for (index, request) in requests.enumerated() {
      do throws(ConvolutionError) {
        maps.append(try map(request, at: index, reader))
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
    return maps.map(\.output)
  }

  /// Reads the picture once and finds the range of each request's values: that of all channels in colour.
  public func ranges(_ reader: any ByteRowReader, _ requests: [Request]) throws(Failure) -> [ValueRange] {
    let source = Size(width: reader.width, height: reader.height)
    var maps: [BandMap] = []
    for (index, request) in requests.enumerated() {
      do throws(ConvolutionError) {
        maps.append(
          try BandMap(
            index: index, values: MapValues(request, source: source), channels: reader.channels,
            pooling: request.pooling, sink: NoSink(), findsRange: true))
      } catch {
        throw .convolution(error)
      }
    }
    do throws(ImageError) {
      try stream(reader, maps)
    } catch {
      throw .image(error)
    }
    return maps.map(\.range)
  }

  private func map(
    _ request: Request, at index: Int, _ reader: any ByteRowReader
  ) throws(ConvolutionError) -> any StreamedMap {
    let values = try MapValues(request, source: Size(width: reader.width, height: reader.height))
    if request.format == .png && request.pooling == nil {
      return StripeMap(
        index: index, values: values, channels: reader.channels, request: request, compression: compression)
    }
    let sink: any RowSink =
      switch request.format {
      case .png: PictureSink(request.path, request.levels, compression, threads: threads)
      case .npy: NumPySink(request.path)
      }
    return try BandMap(
      index: index, values: values, channels: reader.channels, pooling: request.pooling, sink: sink, findsRange: false)
  }

  private func stream(_ reader: any ByteRowReader, _ maps: [any StreamedMap]) throws(ImageError) {
    let work = OrderedWork<MapJob, MapJob>(threads: threads, capacity: 2 * threads) { job in
      job.run()
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
      for done in work.submit(job) { try maps[done.map].append(done) }
    }
    for done in work.finish() { try maps[done.map].append(done) }
    // Rows that no map needs are looked at too: damage there is damage to the picture.
    _ = try window.rows(reader.height..<reader.height, keepingFrom: reader.height)
  }
}
