import ConvolutionCore

/// A map that goes row by row, in order: through pooling, into a file of numbers, or to the search for its range.
final class BandMap: StreamedMap {
  let index: Int
  let output: Size
  /// The range of the values, where that is what is looked for.
  private(set) var range = ValueRange()
  private let values: MapValues
  private let channels: Int
  private let rowsPerBand: Int
  /// The map's rows that are needed of those there are.
  private let rowCount: Int
  private let poolings: [RowPooling]
  private let sink: any RowSink
  private let findsRange: Bool
  /// For each channel a pooled row.
  private let pooled: UnsafeMutablePointer<Float>
  private var nextRow = 0
  private var spare: [Band] = []

  /// - Throws: `ConvolutionError` where the pooling does not fit the map.
  init(
    index: Int, values: MapValues, channels: Int, pooling: Pooling?, sink: any RowSink, findsRange: Bool
  ) throws(ConvolutionError) {
    self.index = index
    self.values = values
    self.channels = channels
    self.sink = sink
    self.findsRange = findsRange
    var poolings: [RowPooling] = []
    if let pooling {
      for _ in 0..<channels { poolings.append(try RowPooling(pooling, source: values.output)) }
    }
    self.poolings = poolings
    output = poolings.first?.output ?? values.output
    rowCount = poolings.first?.neededRows ?? values.output.height
    // Some 128K values; the rows that tall kernels share are computed for sixteen at once.
    rowsPerBand = max(16, (128 << 10) / values.output.width / 16 * 16)
    pooled = .allocate(capacity: channels * output.width)
  }

  deinit { pooled.deallocate() }

  var isComplete: Bool { nextRow == rowCount }

  private var nextRows: Range<Int> { nextRow..<min(nextRow + rowsPerBand, rowCount) }

  var neededRows: Range<Int> { values.sourceRows(for: nextRows) }

  var keptRow: Int { min(neededRows.lowerBound, values.sourceRows(for: rowCount - 1..<rowCount).lowerBound) }

  func open() throws(ImageError) { try sink.open(output, channels: channels) }

  func nextJob() -> MapJob {
    let rows = nextRows
    nextRow = rows.upperBound
    let rowBytes = poolings.first?.foldedBytes ?? values.output.width * MemoryLayout<Float>.stride
    let band = spare.popLast() ?? Band(rowBytes: rowBytes, rows: channels * rowsPerBand)
    return BandJob(
      map: index, values: values, channels: channels, rows: rows, result: band, pooling: poolings.first,
      findsRange: findsRange)
  }

  func append(_ job: MapJob) throws(ImageError) {
    guard let job = job as? BandJob else { return }
    let band = job.result
    let count = job.rows.count
    if poolings.isEmpty {
      range.add(job.range)
      let start = band.start.assumingMemoryBound(to: Float.self)
      try sink.take(start, rows: count, channelStep: count * output.width)
    } else {
      for y in 0..<count {
        var isDone = false
        for (channel, pooling) in poolings.enumerated() {
          isDone = pooling.add(
            band.start + (channel * count + y) * band.rowBytes, into: pooled + channel * output.width)
        }
        guard isDone else { continue }
        if findsRange { range.add(pooled, channels * output.width) }
        try sink.take(pooled, rows: 1, channelStep: output.width)
      }
    }
    spare.append(band)
  }

  func finish() throws(ImageError) { try sink.finish() }
}
