import ConvolutionCore

/// One stripe of one map: the rows it is made from, and the stripe itself. One thread has it at a time.
final class FilterJob: @unchecked Sendable {
  let map: Int
  let convolution: ByteConvolution
  let stripe: PNGStripe
  /// The map's rows that the stripe holds.
  let outputRows: Range<Int>
  /// The decoded rows that these need, and the number of the first.
  private var chunks: [RowChunk] = []
  private var firstRow = 0
  private var rowsPerChunk = 1

  init(map: Int, convolution: ByteConvolution, stripe: PNGStripe, outputRows: Range<Int>) {
    self.map = map
    self.convolution = convolution
    self.stripe = stripe
    self.outputRows = outputRows
    stripe.rowCount = outputRows.count
    stripe.isFirst = outputRows.lowerBound == 0
  }

  /// The map's rows that are computed: the row above the stripe too, from which PNG predicts.
  var computedRows: Range<Int> { max(0, outputRows.lowerBound - 1)..<outputRows.upperBound }

  /// The picture's rows that these need.
  var sourceRows: Range<Int> { convolution.sourceRows(for: computedRows) }

  /// Hands over the rows.
  func take(_ rows: RowWindow.Rows) {
    chunks = rows.chunks
    firstRow = rows.first
    rowsPerChunk = rows.rowsPerChunk
  }

  /// Convolves, filters and deflates.
  func run(_ compression: Compression) {
    let width = convolution.source.width
    let lines = sourceRows.map { row in
      let place = row - firstRow
      return UnsafePointer(chunks[place / rowsPerChunk].rows + place % rowsPerChunk * width)
    }
    let target = stripe.isFirst ? stripe.rows : stripe.above
    convolution.apply(to: lines, rows: computedRows, into: target, rowLength: convolution.output.width)
    chunks = []
    stripe.encode(compression)
  }
}
