// The register tile of every correlation: 4 output rows × 2 vectors, eight sums that never leave their registers.

/// The four output rows of a correlation.
typealias OutputRows<V: SIMD> = UnsafePointer<UnsafeMutablePointer<V.Scalar>>
/// The source rows of a correlation.
typealias SourceRows<V: SIMD> = UnsafePointer<UnsafePointer<V.Scalar>>

struct Tile<V: SumVector> {
  private var sums = InlineArray<8, V>(repeating: V())

  /// Columns that one tile covers.
  @inline(__always)
  static var columns: Int { 2 &* V.scalarCount }

  @inline(__always)
  init() {}

  /// Adds `weight` times two neighbouring source vectors to the sums of output row `row`.
  @inline(__always)
  mutating func add(_ weight: V.Scalar, _ left: V, _ right: V, to row: Int) {
    let weight = V(repeating: weight)
    sums[2 &* row].addProduct(of: weight, left)
    sums[2 &* row &+ 1].addProduct(of: weight, right)
  }

  /// Stores what `finish` makes of the sums at column `x` of the four output rows.
  @inline(__always)
  func store(_ outputs: OutputRows<V>, _ x: Int, _ finish: (V) -> V) {
    for row in 0..<4 {
      write(finish(sums[2 &* row]), outputs[row] + x)
      write(finish(sums[2 &* row &+ 1]), outputs[row] + x + V.scalarCount)
    }
  }
}
