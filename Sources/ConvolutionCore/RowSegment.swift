/// A run of output columns that is computed in one way: straight from the picture where every tap lies inside it,
/// or from packed rows.
struct RowSegment: Sendable {
  /// The output columns.
  let outputs: Range<Int>
  /// Columns computed: at least ``minimumCount``; those beyond `outputs` are thrown away.
  let computed: Int
  /// Where tap j lies, counted from the leftmost tap of the first output.
  let offsets: [Int]
  /// How rows are packed; nil where the picture itself is read.
  let packing: RowPacking?

  /// A tile of the widest instruction set covers this many columns.
  static let minimumCount = 64

  /// Output columns that are computed from packed rows.
  init(packing geometry: ConvolutionGeometry, _ outputs: Range<Int>) {
    self.outputs = outputs
    computed = max(outputs.count, Self.minimumCount)
    offsets = RowPacking.offsets(geometry, computed: computed)
    packing = RowPacking(geometry, outputs, computed: computed)
  }

  /// Output columns whose taps all lie inside the picture, at stride 1.
  private init(reading geometry: ConvolutionGeometry, _ outputs: Range<Int>) {
    self.outputs = outputs
    computed = outputs.count
    offsets = (0..<geometry.kernel.width).map { $0 * geometry.dilation }
    packing = nil
  }

  /// Cuts an output row: the inside of the picture is read where it lies, its ends are packed.
  static func segments(_ geometry: ConvolutionGeometry, outputWidth: Int) -> [RowSegment] {
    let first = min(geometry.left, outputWidth)
    let end = min(outputWidth, geometry.source.width + geometry.left - geometry.reach)
    guard geometry.stride == 1, end - first >= minimumCount else {
      return [RowSegment(packing: geometry, 0..<outputWidth)]
    }
    var segments = [RowSegment(reading: geometry, first..<end)]
    if first > 0 { segments.append(RowSegment(packing: geometry, 0..<first)) }
    if end < outputWidth { segments.append(RowSegment(packing: geometry, end..<outputWidth)) }
    return segments
  }
}
