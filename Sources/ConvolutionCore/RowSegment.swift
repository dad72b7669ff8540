/// A run of output columns that is computed in one way: straight from the picture where every tap lies inside it,
/// or from packed rows in which the border is filled in and, under a stride, the columns are sorted by phase.
struct RowSegment: Sendable {
  /// The output columns.
  let outputs: Range<Int>
  /// Columns computed: at least ``minimumCount``; those beyond `outputs` are thrown away.
  let computed: Int
  /// Where tap j lies, counted from the leftmost tap of the first output.
  let offsets: [Int]
  /// The source column of each value of a packed row, −1 for a zero; empty where the picture itself is read.
  let columns: [Int32]

  /// True when the taps are read from the picture itself.
  var isDirect: Bool { columns.isEmpty }

  /// A tile of the widest instruction set covers this many columns.
  static let minimumCount = 32

  /// Cuts an output row: the inside of the picture is read where it lies, its ends are packed.
  static func segments(_ geometry: ConvolutionGeometry, outputWidth: Int) -> [RowSegment] {
    let first = min(geometry.left, outputWidth)
    let end = min(outputWidth, geometry.source.width + geometry.left - geometry.reach)
    guard geometry.stride == 1, end - first >= minimumCount else {
      return [packed(geometry, 0..<outputWidth)]
    }
    var segments = [
      RowSegment(
        outputs: first..<end, computed: end - first,
        offsets: (0..<geometry.kernel.width).map { $0 * geometry.dilation }, columns: [])
    ]
    if first > 0 { segments.append(packed(geometry, 0..<first)) }
    if end < outputWidth { segments.append(packed(geometry, end..<outputWidth)) }
    return segments
  }

  /// Padded position p of the segment goes to phase p mod stride, place p / stride, so that neighbouring outputs read
  /// neighbouring values.
  private static func packed(_ geometry: ConvolutionGeometry, _ outputs: Range<Int>) -> RowSegment {
    let stride = geometry.stride
    let computed = max(outputs.count, minimumCount)
    let phaseLength = computed + geometry.reach / stride
    var columns = [Int32](repeating: -1, count: phaseLength * min(stride, geometry.reach + 1))
    for position in 0...((outputs.count - 1) * stride + geometry.reach) {
      let phase = position % stride
      if phase > geometry.reach { continue }
      let padded = outputs.lowerBound * stride + position
      if let column = geometry.border.source(of: padded - geometry.left, count: geometry.source.width) {
        columns[phase * phaseLength + position / stride] = Int32(truncatingIfNeeded: column)
      }
    }
    let offsets = (0..<geometry.kernel.width).map { tap in
      let position = tap * geometry.dilation
      return position % stride * phaseLength + position / stride
    }
    return RowSegment(outputs: outputs, computed: computed, offsets: offsets, columns: columns)
  }
}
