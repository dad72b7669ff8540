import ConvolutionCore
import PictureFiles
import SystemServices

// One pass over the picture: rows are convolved while they are decoded and encoded. The pixels are those of the way over
// float maps.
extension PictureFilter {
  /// The requests of a run whose every chain is one kernel or gradient, functions of every value, and pooling in the end,
  /// and whose maps are files of their own; nil for all others.
  func streamingRequests(_ files: OutputNames.Files) -> [StreamingFilter.Request]? {
    guard writer.format != .csv, !hasPreview, !plan.isStacked, files.stages.allSatisfy(\.isEmpty) else { return nil }
    var requests: [StreamingFilter.Request] = []
    for (chain, path) in zip(chains, files.results) {
      guard let request = request(chain, path) else { return nil }
      requests.append(request)
    }
    return requests
  }

  private func request(_ chain: StageChain, _ path: String) -> StreamingFilter.Request? {
    var request: StreamingFilter.Request
    switch chain.stages.first?.operation {
    case .convolution(let kernel, let convolution):
      request = StreamingFilter.Request(kernel: kernel, convolution: convolution, path: path)
    case .gradient(let gradient, let convolution):
      request = StreamingFilter.Request(.gradient(gradient), convolution: convolution, path: path)
    case .activation, .pooling, nil: return nil
    }
    for stage in chain.stages.dropFirst() {
      guard request.pooling == nil else { return nil }
      switch stage.operation {
      case .activation(let activation): request.activations.append(activation)
      case .pooling(let pooling): request.pooling = pooling
      case .convolution, .gradient: return nil
      }
    }
    request.format = writer.format == .npy ? .npy : .png
    request.display = writer.display
    request.depth = writer.depth.rawValue
    if let last = chain.stages.last, showsAngles(last) { request.factor = PictureFilter.levelsPerDegree }
    return request
  }

  /// The picture's 8-bit rows; nil where it has more bits.
  func rowReader(_ bytes: FileBytes, _ input: String) throws(CommandFailure) -> (any ByteRowReader)? {
    do throws(ImageError) {
      if isColour { return try ColourRowReader(bytes, options: reading) }
      return try GrayRowReader(bytes, gray, options: reading)
    } catch {
      throw .unreadable(input, error)
    }
  }

  func stream(
    _ bytes: FileBytes, _ reader: any ByteRowReader, _ requests: [StreamingFilter.Request], _ input: String,
    at index: Int,
    _ files: OutputNames.Files, threads: Int
  ) throws(CommandFailure) -> FilteredPicture {
    let size = Size(width: reader.width, height: reader.height)
    let sizes = try sizes(from: size, input)
    let filter = StreamingFilter(compression: writer.compression, threads: threads)
    var (reader, requests) = (reader, requests)
    if writer.format == .png && writer.display.needsRange {
      let ranges = try reporting(input) { () throws(StreamingFilter.Failure) in try filter.ranges(reader, requests) }
      for index in requests.indices { requests[index].range = ranges[index] }
      guard let again = try rowReader(bytes, input) else { throw .unreadable(input, .outOfMemory) }
      reader = again
    }
    try plan.makeFolders(of: index)
    let (source, asked) = (reader, requests)
    _ = try reporting(input) { () throws(StreamingFilter.Failure) in try filter.run(source, asked) }
    return FilteredPicture(
      size: size, channels: reader.channels, steps: steps(sizes, files), previews: [], fileCount: files.results.count,
      damage: reader.damage)
  }

  private func reporting<Value>(
    _ input: String, _ body: () throws(StreamingFilter.Failure) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(StreamingFilter.Failure) {
      return try body()
    } catch {
      switch error {
      case .image(let error): throw .unreadable(input, error)
      case .convolution(let error):
        throw .stage(input, StageError(number: 1, of: 1, name: chains[0].stages[0].name, error: error))
      }
    }
  }
}
