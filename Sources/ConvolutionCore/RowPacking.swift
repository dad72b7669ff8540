/// How a source row is laid into a packed row: borders filled in, columns sorted by their phase under a stride.
///
/// Padded position p of the segment goes to phase p mod stride, place p / stride, so that neighbouring outputs read
/// neighbouring values. Places that are not named hold zeros.
struct RowPacking: Sendable {
  /// Values that lie in order in the source, `step` columns apart.
  struct Run: Sendable {
    let place: Int
    let column: Int
    let count: Int
  }

  /// Values of a packed row.
  let length: Int
  /// Columns from one value of a run to the next.
  let step: Int
  /// The inside of the picture.
  let runs: [Run]
  /// What a border repeats, value by value.
  let singles: [Run]

  /// Packs `outputs` output columns, with room for `computed`.
  init(_ geometry: ConvolutionGeometry, _ outputs: Range<Int>, computed: Int) {
    let stride = geometry.stride
    let phaseLength = Self.phaseLength(geometry, computed: computed)
    var runs: [Run] = []
    var singles: [Run] = []
    for phase in 0..<min(stride, geometry.reach + 1) {
      var run = Run(place: 0, column: 0, count: 0)
      var position = phase
      while position <= (outputs.count - 1) * stride + geometry.reach {
        let padded = outputs.lowerBound * stride + position
        let place = phase * phaseLength + position / stride
        if let column = geometry.border.source(of: padded - geometry.left, count: geometry.source.width) {
          if run.count > 0 && place == run.place + run.count && column == run.column + run.count * stride {
            run = Run(place: run.place, column: run.column, count: run.count + 1)
          } else {
            if run.count > 1 { runs.append(run) } else if run.count == 1 { singles.append(run) }
            run = Run(place: place, column: column, count: 1)
          }
        }
        position += stride
      }
      if run.count > 1 { runs.append(run) } else if run.count == 1 { singles.append(run) }
    }
    length = phaseLength * min(stride, geometry.reach + 1)
    step = stride
    self.runs = runs
    self.singles = singles
  }

  /// Where each tap lies, counted from the leftmost tap of the first output.
  static func offsets(_ geometry: ConvolutionGeometry, computed: Int) -> [Int] {
    (0..<geometry.kernel.width).map { tap in
      let position = tap * geometry.dilation
      return position % geometry.stride * phaseLength(geometry, computed: computed) + position / geometry.stride
    }
  }

  private static func phaseLength(_ geometry: ConvolutionGeometry, computed: Int) -> Int {
    computed + geometry.reach / geometry.stride
  }
}
