/// Computes one segment's columns of a band of output rows, some rows at a time, and keeps the packed source rows that
/// the next ones need again. Pixels are `Source`s; what is summed are `Value`s.
struct SegmentBand<Source, Value: Numeric>: ~Copyable {
  /// What the band asks of the caller.
  struct Work {
    /// Row y of the picture.
    let line: (_ y: Int) -> UnsafePointer<Source>
    /// Copies `count` pixels that lie side by side.
    let widen: (_ pixels: UnsafePointer<Source>, _ count: Int, _ values: UnsafeMutablePointer<Value>) -> Void
    /// Copies one pixel.
    let value: (Source) -> Value
  }

  /// Sums output rows, whole groups of four, of `count` columns from their source rows: the kernel's height and one less
  /// than there are outputs where rows are neighbours, else the kernel's height for each output.
  typealias Correlate = (
    _ outputs: [UnsafeMutablePointer<Value>], _ count: Int, _ rows: UnsafePointer<UnsafePointer<Value>>
  ) -> Void

  private let geometry: ConvolutionGeometry
  private let segment: RowSegment
  private let work: Work
  private let sum: Correlate
  /// The most output rows that are computed at once: four, or more where tall kernels read the same rows for all of them.
  let rowsAtOnce: Int
  /// A ring of packed rows, then a row of zeros, then rows for outputs that are thrown away or moved.
  private let scratch: UnsafeMutablePointer<Value>
  private let rowLength: Int
  private let ringRows: Int
  /// The padded row that each place of the ring holds.
  private var held: [Int]
  private var rows: [UnsafePointer<Value>] = []

  init(_ geometry: ConvolutionGeometry, _ segment: RowSegment, _ work: Work, _ sum: @escaping Correlate) {
    self.geometry = geometry
    self.segment = segment
    self.work = work
    self.sum = sum
    // Without packing the picture's own rows are summed: only where pixels are what is summed.
    precondition(
      segment.packing != nil || MemoryLayout<Source>.size == MemoryLayout<Value>.size,
      "pixels of another type are packed")
    rowsAtOnce = geometry.rowsAtOnce
    ringRows = segment.packing == nil ? 0 : geometry.rowsOfGroup
    rowLength = max(segment.packing?.length ?? 0, segment.computed + geometry.reach)
    let count = (ringRows + 1 + rowsAtOnce) * rowLength
    scratch = UnsafeMutablePointer<Value>.allocate(capacity: count)
    scratch.initialize(repeating: 0, count: count)
    held = [Int](repeating: -1, count: ringRows)
  }

  deinit { scratch.deallocate() }

  private var zeros: UnsafePointer<Value> { UnsafePointer(scratch + ringRows * rowLength) }

  /// Where output row `index` of the last ones stands when it was not computed in place.
  func spill(_ index: Int) -> UnsafeMutablePointer<Value> { scratch + (ringRows + 1 + index) * rowLength }

  /// Computes output rows `row` ..< `row + count`, no more than ``rowsAtOnce``, and leaves them in ``spill(_:)``.
  mutating func correlate(row: Int, count: Int) {
    correlate(row: row, count: count, into: (0..<Self.wholeGroups(count)).map { spill($0) })
  }

  /// Computes output rows `row` ..< `row + count`, no more than ``rowsAtOnce``, into `result`, which points at column 0 of
  /// the first.
  mutating func correlate(row: Int, count: Int, into result: UnsafeMutablePointer<Value>, rowLength: Int) {
    let start = result + segment.outputs.lowerBound
    guard segment.computed == segment.outputs.count else {
      correlate(row: row, count: count)
      for q in 0..<count { (start + q * rowLength).update(from: spill(q), count: segment.outputs.count) }
      return
    }
    correlate(
      row: row, count: count,
      into: (0..<Self.wholeGroups(count)).map { $0 < count ? start + $0 * rowLength : spill($0) })
  }

  private static func wholeGroups(_ count: Int) -> Int { (count + 3) / 4 * 4 }

  private mutating func correlate(row: Int, count: Int, into outputs: [UnsafeMutablePointer<Value>]) {
    collectRows(row, count, outputs.count)
    sum(outputs, segment.computed, rows)
  }

  /// Finds the source rows of `outputs` output rows; those of output rows beyond `count` repeat the last.
  private mutating func collectRows(_ row: Int, _ count: Int, _ outputs: Int) {
    rows.removeAll(keepingCapacity: true)
    if geometry.rowsAreNeighbours {
      for r in 0..<geometry.kernel.height + outputs - 1 {
        rows.append(sourceRow(row + min(r, geometry.kernel.height + count - 2)))
      }
    } else {
      for q in 0..<outputs {
        let first = (row + min(q, count - 1)) * geometry.stride
        for i in 0..<geometry.kernel.height {
          rows.append(sourceRow(first + i * geometry.dilation))
        }
      }
    }
  }

  /// Where padded row `padded` stands, from the leftmost tap of the segment's first output on.
  private mutating func sourceRow(_ padded: Int) -> UnsafePointer<Value> {
    guard let y = geometry.border.source(of: padded - geometry.top, count: geometry.source.height) else {
      return zeros
    }
    let line = work.line(y)
    guard let packing = segment.packing else {
      return UnsafeRawPointer(line).assumingMemoryBound(to: Value.self) + (segment.outputs.lowerBound - geometry.left)
    }
    let place = padded % ringRows
    let packed = scratch + place * rowLength
    if held[place] != padded {
      held[place] = padded
      pack(line, packing, into: packed)
    }
    return UnsafePointer(packed)
  }

  private func pack(_ line: UnsafePointer<Source>, _ packing: RowPacking, into packed: UnsafeMutablePointer<Value>) {
    for run in packing.runs {
      if packing.step == 1 {
        work.widen(line + run.column, run.count, packed + run.place)
      } else {
        var column = run.column
        for place in run.place..<run.place + run.count {
          packed[place] = work.value(line[column])
          column &+= packing.step
        }
      }
    }
    for single in packing.singles { packed[single.place] = work.value(line[single.column]) }
  }
}
