import ConvolutionCore

/// Some rows of one map and the decoded rows they are made from. One thread has it at a time.
class MapJob: @unchecked Sendable {
  let map: Int
  let values: MapValues
  /// The map's rows that are computed.
  let rows: Range<Int>
  /// 1, or 3 in colour.
  let channels: Int
  /// The decoded rows that these need, and the number of the first.
  private var chunks: [RowChunk] = []
  private var firstRow = 0
  private var rowsPerChunk = 1

  init(map: Int, values: MapValues, channels: Int, rows: Range<Int>) {
    self.map = map
    self.values = values
    self.channels = channels
    self.rows = rows
  }

  /// Hands over the decoded rows.
  func take(_ rows: RowWindow.Rows) {
    chunks = rows.chunks
    firstRow = rows.first
    rowsPerChunk = rows.rowsPerChunk
  }

  /// Computes the rows and gives the decoded ones back.
  final func run() {
    compute()
    chunks = []
  }

  /// What becomes of the rows.
  func compute() {}

  /// The decoded rows of one channel that `rows` of the map need.
  final func lines(_ channel: Int, for rows: Range<Int>) -> [UnsafePointer<UInt8>] {
    let width = values.sourceWidth
    return values.sourceRows(for: rows).map { row in
      let place = row - firstRow
      let start = place % rowsPerChunk * width * channels + channel * width
      return UnsafePointer(chunks[place / rowsPerChunk].rows + start)
    }
  }
}

/// One map on its way: which rows come next, and what becomes of them.
protocol StreamedMap: AnyObject {
  var index: Int { get }
  /// The size of the result.
  var output: Size { get }
  /// True when every row is under way.
  var isComplete: Bool { get }
  /// The picture's rows that the next job needs.
  var neededRows: Range<Int> { get }
  /// The first row of the picture that the next job or a later one needs: under `wrap`, the last needs the first.
  var keptRow: Int { get }
  func open() throws(ImageError)
  /// The next job, still without its decoded rows.
  func nextJob() -> MapJob
  /// Takes a job that is done, in the order of the rows.
  func append(_ job: MapJob) throws(ImageError)
  func finish() throws(ImageError)
}
