/// Pooling of a map that comes row by row: windows along the rows may be folded on any thread, those down the columns in
/// the order of the rows.
///
/// The values are those of ``Pooling/apply(_:)``; the memory is that of as many rows as the window has.
/// - Complexity: values of the map, whatever the window.
public final class RowPooling {
  /// The size of the pooled map.
  public let output: Size
  /// Bytes of a row that is folded along its columns.
  public let foldedBytes: Int
  /// Bytes of the scratch that the folding of a row needs.
  public let scratchBytes: Int

  private let pooling: Pooling
  private let source: Size
  private let maxima: SlidingColumns<MaximumFold>?
  private let sums: SlidingColumns<SumFold>?
  /// A row of sums, not yet rounded.
  private let row: UnsafeMutablePointer<Double>

  /// Pooling of a map of `source` columns and rows.
  /// - Throws: `ConvolutionError`, see ``Pooling/outputSize(of:)``.
  public init(_ pooling: Pooling, source: Size) throws(ConvolutionError) {
    output = try pooling.outputSize(of: source)
    self.pooling = pooling
    self.source = source
    let isMaximum = pooling.kind == .max
    let valueBytes = isMaximum ? MemoryLayout<Float>.stride : MemoryLayout<Double>.stride
    foldedBytes = output.width * valueBytes
    scratchBytes = source.width * valueBytes
    let (width, length, stride) = (output.width, pooling.window.height, pooling.stride)
    maxima = isMaximum ? SlidingColumns(width: width, length: length, stride: stride) : nil
    sums = isMaximum ? nil : SlidingColumns(width: width, length: length, stride: stride)
    row = .allocate(capacity: isMaximum ? 0 : width)
  }

  deinit { row.deallocate() }

  /// Rows of the map that no window reaches are left out: the first that is not needed.
  public var neededRows: Int { (output.height - 1) * pooling.stride + pooling.window.height }

  /// Folds a row of the map along its columns; any thread may do this.
  public func fold(
    _ pixels: UnsafePointer<Float>, into folded: UnsafeMutableRawPointer, scratch: UnsafeMutableRawPointer
  ) {
    if pooling.kind == .max {
      along(MaximumFold.self).alongRow(
        pixels, into: folded.assumingMemoryBound(to: Float.self), suffix: scratch.assumingMemoryBound(to: Float.self))
    } else {
      along(SumFold.self).alongRow(
        pixels, into: folded.assumingMemoryBound(to: Double.self),
        suffix: scratch.assumingMemoryBound(to: Double.self))
    }
  }

  /// Takes the next folded row; true where a row of the pooled map is done, which `result` then holds.
  public func add(_ folded: UnsafeRawPointer, into result: UnsafeMutablePointer<Float>) -> Bool {
    if let maxima { return maxima.add(folded.assumingMemoryBound(to: Float.self), into: result) }
    guard let sums, sums.add(folded.assumingMemoryBound(to: Double.self), into: row) else { return false }
    let divisor = pooling.kind == .average ? Double(pooling.window.width * pooling.window.height) : 1
    for x in 0..<output.width { result[x] = Float(row[x] / divisor) }
    return true
  }

  private func along<Fold: WindowFold>(_ fold: Fold.Type) -> SlidingFold<Fold> {
    SlidingFold(length: pooling.window.width, stride: pooling.stride, source: source.width, output: output.width)
  }
}
