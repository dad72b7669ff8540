/// Computes one segment's columns of a band of output rows, four rows at a time, and keeps the packed source rows that
/// the next four need again.
struct SegmentBand: ~Copyable {
  private let plan: ConvolutionPlan
  private let segment: RowSegment
  private let picture: UnsafePointer<Float>
  /// A ring of packed rows, then a row of zeros, then four rows for outputs that are thrown away or moved.
  private let scratch: UnsafeMutablePointer<Float>
  private let rowLength: Int
  private let ringRows: Int
  /// The padded row that each place of the ring holds.
  private var held: [Int]
  private var rows: [UnsafePointer<Float>] = []
  private var outputs: [UnsafeMutablePointer<Float>] = []

  init(_ plan: ConvolutionPlan, _ segment: RowSegment, picture: UnsafePointer<Float>) {
    self.plan = plan
    self.segment = segment
    self.picture = picture
    ringRows = segment.isDirect ? 0 : plan.geometry.rowsOfGroup
    rowLength = max(segment.columns.count, segment.computed + plan.geometry.reach)
    let count = (ringRows + 5) * rowLength
    scratch = UnsafeMutablePointer<Float>.allocate(capacity: count)
    scratch.initialize(repeating: 0, count: count)
    held = [Int](repeating: -1, count: ringRows)
  }

  deinit { scratch.deallocate() }

  private var zeros: UnsafePointer<Float> { UnsafePointer(scratch + ringRows * rowLength) }

  private func spill(_ index: Int) -> UnsafeMutablePointer<Float> { scratch + (ringRows + 1 + index) * rowLength }

  /// Computes output rows `row` ..< `row + count`, count ≤ 4, into `result`, which points at column 0 of the first.
  mutating func correlate(_ loops: VectorLoops, row: Int, count: Int, into result: UnsafeMutablePointer<Float>) {
    let moves = segment.computed > segment.outputs.count
    let start = result + segment.outputs.lowerBound
    outputs.removeAll(keepingCapacity: true)
    for q in 0..<4 {
      outputs.append(q < count && !moves ? start + q * plan.output.width : spill(q))
    }
    collectRows(row, count)
    let geometry = plan.geometry
    let loop = geometry.rowsAreNeighbours ? loops.correlateNeighbours : loops.correlateApart
    loop(
      outputs, segment.computed, rows, plan.kernel.numerators, geometry.kernel.width, geometry.kernel.height,
      segment.offsets, plan.kernel.divisor, plan.convolution.bias)
    guard moves else { return }
    for q in 0..<count {
      (start + q * plan.output.width).update(from: spill(q), count: segment.outputs.count)
    }
  }

  /// Finds the source rows of four output rows; those of output rows beyond `count` repeat the last.
  private mutating func collectRows(_ row: Int, _ count: Int) {
    let geometry = plan.geometry
    rows.removeAll(keepingCapacity: true)
    if geometry.rowsAreNeighbours {
      for r in 0..<geometry.kernel.height + 3 {
        rows.append(sourceRow(row + min(r, geometry.kernel.height + count - 2)))
      }
    } else {
      for q in 0..<4 {
        let first = (row + min(q, count - 1)) * geometry.stride
        for i in 0..<geometry.kernel.height {
          rows.append(sourceRow(first + i * geometry.dilation))
        }
      }
    }
  }

  /// Where padded row `padded` stands, from the leftmost tap of the segment's first output on.
  private mutating func sourceRow(_ padded: Int) -> UnsafePointer<Float> {
    let geometry = plan.geometry
    guard let y = geometry.border.source(of: padded - geometry.top, count: geometry.source.height) else {
      return zeros
    }
    let line = picture + y * geometry.source.width
    if segment.isDirect { return line + (segment.outputs.lowerBound - geometry.left) }
    let place = padded % ringRows
    let packed = scratch + place * rowLength
    if held[place] != padded {
      held[place] = padded
      for index in 0..<segment.columns.count {
        let column = Int(segment.columns[index])
        packed[index] = column < 0 ? 0 : line[column]
      }
    }
    return UnsafePointer(packed)
  }
}
