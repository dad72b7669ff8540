import ConvolutionCore
import PictureFiles
import SystemServices

// The common case in one pass: 8-bit rows are convolved while they are decoded and encoded. The pixels are those of
// the way over float maps.
extension PictureFilter {
  /// The requests of a run whose every map is an 8-bit picture of one clamped convolution; nil for all others.
  func streamingRequests(_ files: OutputNames.Files) -> [StreamingFilter.Request]? {
    guard writer.format == .png, writer.depth == .eight, writer.display == .clamp, !hasPreview,
      files.stages.allSatisfy(\.isEmpty)
    else { return nil }
    var requests: [StreamingFilter.Request] = []
    for (chain, path) in zip(chains, files.results) {
      guard case .convolution(let kernel, let convolution)? = chain.stages.first?.operation else { return nil }
      for stage in chain.stages.dropFirst() {
        // Clamping takes away what ReLU takes away.
        guard case .activation(.relu) = stage.operation else { return nil }
      }
      requests.append(StreamingFilter.Request(kernel: kernel, convolution: convolution, path: path))
    }
    return requests
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
    _ reader: any ByteRowReader, _ requests: [StreamingFilter.Request], _ input: String, at index: Int,
    _ files: OutputNames.Files, threads: Int
  ) throws(CommandFailure) -> FilteredPicture {
    let size = Size(width: reader.width, height: reader.height)
    let sizes = try sizes(from: size, input)
    try plan.makeFolders(of: index)
    do throws(StreamingFilter.Failure) {
      _ = try StreamingFilter(compression: writer.compression, threads: threads).run(reader, requests)
    } catch {
      switch error {
      case .image(let error): throw .unreadable(input, error)
      case .convolution(let error):
        throw .stage(input, StageError(number: 1, of: 1, name: chains[0].stages[0].name, error: error))
      }
    }
    return FilteredPicture(
      size: size, channels: reader.channels, steps: steps(sizes, files), previews: [], fileCount: files.results.count,
      damage: reader.damage)
  }
}
