// The register tile of both correlations: 4 output rows × 2 vectors, eight sums that never leave their registers.
typealias Tile = InlineArray<8, FloatVector>

/// Columns that one tile covers.
@inline(__always)
var tileColumns: Int { 2 &* FloatVector.scalarCount }

extension InlineArray where Element == FloatVector, count == 8 {
  @inline(__always)
  static var zero: Tile { Tile(repeating: FloatVector(repeating: 0)) }

  /// Adds `weight` times two neighbouring source vectors to the sums of output row `row`.
  @inline(__always)
  mutating func add(_ weight: Float, _ left: FloatVector, _ right: FloatVector, to row: Int) {
    let weight = FloatVector(repeating: weight)
    self[2 &* row] += weight * left
    self[2 &* row &+ 1] += weight * right
  }

  /// Divides, adds the bias and stores at column `x` of the four output rows.
  @inline(__always)
  mutating func finish(_ outputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ x: Int, _ divisor: Float, _ bias: Float)
  {
    if divisor != 1 {
      for index in 0..<8 { self[index] /= FloatVector(repeating: divisor) }
    }
    if bias != 0 {
      for index in 0..<8 { self[index] += FloatVector(repeating: bias) }
    }
    for row in 0..<4 {
      store(self[2 &* row], outputs[row] + x)
      store(self[2 &* row &+ 1], outputs[row] + x + FloatVector.scalarCount)
    }
  }
}
