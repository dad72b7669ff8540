/// What a layer does with the channels of each position by itself, for sixteen samples side by side.
///
/// Values lie as [channel][sample]. The engine calls it for every position of a map, so that such a layer needs no loops
/// of its own there.
package struct PositionOperation: Sendable {
  /// Samples side by side.
  package static let samples = 16

  /// Writes results from values.
  package typealias Forward =
    @Sendable (
      _ values: UnsafePointer<Float>, _ inputs: Int, _ results: UnsafeMutablePointer<Float>, _ outputs: Int
    ) -> Void
  /// Writes ∂/∂values, or adds it to what is there, from values, results and ∂/∂results.
  package typealias Backward =
    @Sendable (
      _ values: UnsafePointer<Float>, _ inputs: Int, _ results: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>,
      _ outputs: Int, _ target: UnsafeMutablePointer<Float>, _ adds: Bool
    ) -> Void

  /// What a profile calls it.
  package let name: String
  /// `inputs` × 16 values give `outputs` × 16 results.
  package let forward: Forward
  /// ∂/∂values has `inputs` × 16 numbers.
  package let backward: Backward

  package init(name: String, forward: @escaping Forward, backward: @escaping Backward) {
    self.name = name
    self.forward = forward
    self.backward = backward
  }
}
