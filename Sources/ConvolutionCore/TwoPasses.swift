/// Four output rows of a low-rank kernel: each product's column is summed first, then the rows of all products.
///
/// Columns of the row are taken in blocks whose sums stay in the cache.
final class TwoPasses<Value: Numeric> {
  typealias Outputs = UnsafePointer<UnsafeMutablePointer<Value>>
  typealias Rows = UnsafePointer<UnsafePointer<Value>>

  private let rank: Int
  private let geometry: ConvolutionGeometry
  /// Values of a packed row under a stride, where its phases lie far apart and blocks make no sense.
  private let stridedLength: Int?
  private let length: Int
  /// rank × 4 rows of sums.
  private let sums: UnsafeMutablePointer<Value>

  private static var blockColumns: Int { 1024 }

  init(rank: Int, _ geometry: ConvolutionGeometry, _ segment: RowSegment) {
    self.rank = rank
    self.geometry = geometry
    stridedLength = geometry.stride == 1 ? nil : segment.packing?.length
    length = stridedLength ?? Self.blockColumns + RowSegment.minimumCount + geometry.reach
    sums = UnsafeMutablePointer<Value>.allocate(capacity: 4 * rank * length)
    sums.initialize(repeating: 0, count: 4 * rank * length)
  }

  deinit { sums.deallocate() }

  /// Computes four output rows of `count` columns from their source rows.
  ///
  /// `column` sums the column of product `part` over `count` columns, `row` the rows of all products.
  func correlate(
    _ outputs: Outputs, _ count: Int, _ rows: Rows,
    column: (_ part: Int, _ outputs: Outputs, _ count: Int, _ rows: Rows) -> Void,
    row: (_ outputs: Outputs, _ count: Int, _ rows: Rows) -> Void
  ) {
    var x = 0
    while x < count {
      var block = count - x
      if stridedLength == nil && block >= Self.blockColumns + RowSegment.minimumCount { block = Self.blockColumns }
      let inputs = (0..<rowCount).map { rows[$0] + x }
      for part in 0..<rank {
        column(
          part, (0..<4).map { sums + ($0 * rank + part) * length }, stridedLength ?? block + geometry.reach, inputs)
      }
      row((0..<4).map { outputs[$0] + x }, block, (0..<4 * rank).map { UnsafePointer(sums + $0 * length) })
      x += block
    }
  }

  private var rowCount: Int { geometry.rowsAreNeighbours ? geometry.kernel.height + 3 : 4 * geometry.kernel.height }
}
