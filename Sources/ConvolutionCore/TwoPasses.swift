/// Output rows of a low-rank kernel, four and four: each product's column is summed first, then the rows of all products.
///
/// Columns of the row are taken in blocks whose sums stay in the cache, and within them the columns of tall kernels in
/// strips whose source rows do.
final class TwoPasses<Value: Numeric> {
  typealias Outputs = UnsafePointer<UnsafeMutablePointer<Value>>
  typealias Rows = UnsafePointer<UnsafePointer<Value>>
  /// Sums four output rows.
  typealias Sum = (_ outputs: Outputs, _ count: Int, _ rows: Rows) -> Void

  private let rank: Int
  private let geometry: ConvolutionGeometry
  /// Values of a packed row under a stride, where its phases lie far apart and blocks make no sense.
  private let stridedLength: Int?
  private let blockColumns: Int
  private let length: Int
  /// rank × rowsAtOnce rows of sums.
  private let sums: UnsafeMutablePointer<Value>

  /// Columns whose source rows stay in the cache next to the processor for all rows that are computed at once.
  private static var stripColumns: Int { 64 }

  init(rank: Int, _ geometry: ConvolutionGeometry, _ segment: RowSegment) {
    self.rank = rank
    self.geometry = geometry
    stridedLength = geometry.stride == 1 ? nil : segment.packing?.length
    // Neighbouring blocks both sum the columns that the row reaches over.
    blockColumns = max(1024, 4 * geometry.reach)
    length = stridedLength ?? blockColumns + RowSegment.minimumCount + geometry.reach
    let count = geometry.rowsAtOnce * rank * length
    sums = UnsafeMutablePointer<Value>.allocate(capacity: count)
    sums.initialize(repeating: 0, count: count)
  }

  deinit { sums.deallocate() }

  /// Computes output rows of `count` columns from their source rows.
  ///
  /// `column` sums the column of product `part` over `count` columns, `row` the rows of all products, of four output rows.
  func correlate(
    _ outputs: [UnsafeMutablePointer<Value>], _ count: Int, _ rows: Rows,
    column: (_ part: Int, _ outputs: Outputs, _ count: Int, _ rows: Rows) -> Void,
    row: (_ outputs: Outputs, _ count: Int, _ rows: Rows) -> Void
  ) {
    var x = 0
    while x < count {
      var block = count - x
      if stridedLength == nil && block >= blockColumns + RowSegment.minimumCount { block = blockColumns }
      sumColumns(
        stridedLength ?? block + geometry.reach, of: outputs.count, (0..<rowCount(outputs.count)).map { rows[$0] + x },
        column)
      for group in stride(from: 0, to: outputs.count, by: 4) {
        row(
          (0..<4).map { outputs[group + $0] + x }, block,
          (0..<4 * rank).map { UnsafePointer(sums + (group * rank + $0) * length) })
      }
      x += block
    }
  }

  /// The sums of every product's columns over `count` columns.
  private func sumColumns(
    _ count: Int, of outputs: Int, _ inputs: [UnsafePointer<Value>],
    _ column: (_ part: Int, _ outputs: Outputs, _ count: Int, _ rows: Rows) -> Void
  ) {
    var x = 0
    while x < count {
      var strip = count - x
      if outputs > 4 && strip >= Self.stripColumns + RowSegment.minimumCount { strip = Self.stripColumns }
      for group in stride(from: 0, to: outputs, by: 4) {
        let rows = (0..<rowCount(4)).map { inputs[$0 + (outputs > 4 ? group : 0)] + x }
        for part in 0..<rank {
          column(part, (0..<4).map { sums + ((group + $0) * rank + part) * length + x }, strip, rows)
        }
      }
      x += strip
    }
  }

  private func rowCount(_ outputs: Int) -> Int {
    geometry.rowsAreNeighbours ? geometry.kernel.height + outputs - 1 : outputs * geometry.kernel.height
  }
}
