import ConvolutionCore

/// A map that goes into a PNG file stripe by stripe.
final class StripeMap: StreamedMap {
  let index: Int
  private let values: MapValues
  private let path: String
  private let compression: Compression
  private let channels: Int
  private let levels: Levels
  private let isPlain: Bool
  private let rowBytes: Int
  private let rowsPerStripe: Int
  private var nextRow = 0
  private var file: PNGFile?
  private var spare: [PNGStripe] = []

  init(
    index: Int, values: MapValues, channels: Int, request: StreamingFilter.Request, compression: Compression
  ) {
    self.index = index
    self.values = values
    self.channels = channels
    self.compression = compression
    path = request.path
    levels = request.levels
    isPlain = request.isPlain && values.bytes != nil
    rowBytes = values.output.width * channels * levels.sampleBytes
    rowsPerStripe = PNGStripe.rows(rowBytes: rowBytes, height: values.output.height, compression)
  }

  var output: Size { values.output }

  var isComplete: Bool { nextRow == output.height }

  /// The map's rows of the next stripe, and the row above them.
  private var nextRows: Range<Int> { max(0, nextRow - 1)..<min(nextRow + rowsPerStripe, output.height) }

  var neededRows: Range<Int> { values.sourceRows(for: nextRows) }

  var keptRow: Int {
    min(neededRows.lowerBound, values.sourceRows(for: output.height - 1..<output.height).lowerBound)
  }

  func open() throws(ImageError) {
    let format: PixelFormat =
      levels.depth == 16 ? channels == 1 ? .gray16 : .rgb16 : channels == 1 ? .gray8 : .rgb8
    file = try PNGFile(path, width: output.width, height: output.height, format: format)
  }

  func nextJob() -> MapJob {
    let rows = nextRows
    let stripe =
      spare.popLast()
      ?? PNGStripe(rowBytes: rowBytes, pixel: channels * levels.sampleBytes, height: output.height, compression)
    stripe.rowCount = rows.upperBound - nextRow
    stripe.isFirst = nextRow == 0
    nextRow = rows.upperBound
    return StripeJob(
      map: index, values: values, channels: channels, rows: rows, stripe: stripe, levels: levels, isPlain: isPlain,
      compression)
  }

  func append(_ job: MapJob) throws(ImageError) {
    guard let job = job as? StripeJob else { return }
    try file?.append(job.stripe)
    spare.append(job.stripe)
  }

  func finish() throws(ImageError) {
    try file.take()?.finish()
  }
}
