import ConvolutionCore

/// One map on its way into a file: which rows come next, and the file they go to.
final class FilterMap {
  let index: Int
  let convolution: ByteConvolution
  private let path: String
  private let compression: Compression
  /// 1, or 3 in colour.
  private let channels: Int
  private let rowsPerStripe: Int
  private var nextRow = 0
  private var file: PNGFile?
  private var spare: [PNGStripe] = []

  init(index: Int, convolution: ByteConvolution, channels: Int, path: String, compression: Compression) {
    self.channels = channels
    self.index = index
    self.convolution = convolution
    self.path = path
    self.compression = compression
    rowsPerStripe = PNGStripe.rows(
      rowBytes: convolution.output.width * channels, height: convolution.output.height, compression)
  }

  /// True when every row is under way.
  var isComplete: Bool { nextRow == convolution.output.height }

  /// The picture's rows that the next stripe needs.
  var neededRows: Range<Int> {
    convolution.sourceRows(for: max(0, nextRow - 1)..<min(nextRow + rowsPerStripe, convolution.output.height))
  }

  /// The first row of the picture that the next stripe or a later one needs: under `wrap`, the last needs the first.
  var keptRow: Int {
    let height = convolution.output.height
    return min(neededRows.lowerBound, convolution.sourceRows(for: height - 1..<height).lowerBound)
  }

  func open() throws(ImageError) {
    file = try PNGFile(
      path, width: convolution.output.width, height: convolution.output.height,
      format: channels == 1 ? .gray8 : .rgb8)
  }

  /// The next stripe's job, still without its rows.
  func nextJob() -> FilterJob {
    let rows = nextRow..<min(nextRow + rowsPerStripe, convolution.output.height)
    nextRow = rows.upperBound
    let stripe =
      spare.popLast()
      ?? PNGStripe(
        rowBytes: convolution.output.width * channels, pixel: channels, height: convolution.output.height, compression)
    return FilterJob(map: index, convolution: convolution, channels: channels, stripe: stripe, outputRows: rows)
  }

  /// Writes an encoded stripe and keeps it for another.
  func append(_ stripe: PNGStripe) throws(ImageError) {
    try file?.append(stripe)
    spare.append(stripe)
  }

  func finish() throws(ImageError) {
    try file.take()?.finish()
  }
}
