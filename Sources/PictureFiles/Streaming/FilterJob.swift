import ConvolutionCore

/// One stripe of one map: the rows it is made from, and the stripe itself. One thread has it at a time.
final class FilterJob: @unchecked Sendable {
  let map: Int
  let convolution: ByteConvolution
  let stripe: PNGStripe
  /// The map's rows that the stripe holds.
  let outputRows: Range<Int>
  /// 1, or 3 in colour.
  private let channels: Int
  /// The decoded rows that these need, and the number of the first.
  private var chunks: [RowChunk] = []
  private var firstRow = 0
  private var rowsPerChunk = 1

  init(map: Int, convolution: ByteConvolution, channels: Int, stripe: PNGStripe, outputRows: Range<Int>) {
    self.channels = channels
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
    let target = stripe.isFirst ? stripe.rows : stripe.above
    if channels == 1 {
      convolution.apply(to: lines(0), rows: computedRows, into: target, rowLength: convolution.output.width)
    } else {
      convolveColours(into: target)
    }
    chunks = []
    stripe.encode(compression)
  }

  /// The rows of one channel.
  private func lines(_ channel: Int) -> [UnsafePointer<UInt8>] {
    let width = convolution.source.width
    return sourceRows.map { row in
      let place = row - firstRow
      let start = place % rowsPerChunk * width * channels + channel * width
      return UnsafePointer(chunks[place / rowsPerChunk].rows + start)
    }
  }

  /// Each channel by itself, then side by side.
  private func convolveColours(into target: UnsafeMutablePointer<UInt8>) {
    let width = convolution.output.width
    let count = computedRows.count * width
    let map = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { map.deallocate() }
    for channel in 0..<channels {
      convolution.apply(to: lines(channel), rows: computedRows, into: map, rowLength: width)
      var place = channel
      for index in 0..<count {
        target[place] = map[index]
        place &+= channels
      }
    }
  }
}
