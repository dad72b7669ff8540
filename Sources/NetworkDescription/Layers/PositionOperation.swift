/// What a layer does with the channels of each position by itself, for sixteen samples side by side.
///
/// Values lie as [channel][sample]. The engine calls it for every position of a map, so that such a layer needs no loops
/// of its own there.
package struct PositionOperation: Sendable {
  /// Samples side by side.
  package static let samples = 16

  /// What a profile calls it.
  package let name: String
  /// Writes channels × 16 results of as many values.
  package let forward:
    @Sendable (_ values: UnsafePointer<Float>, _ channels: Int, _ results: UnsafeMutablePointer<Float>) -> Void
  /// Writes ∂/∂values, or adds it to what is there, from values, results and ∂/∂results.
  package let backward:
    @Sendable (
      _ values: UnsafePointer<Float>, _ results: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>,
      _ channels: Int, _ target: UnsafeMutablePointer<Float>, _ adds: Bool
    ) -> Void

  package init(
    name: String,
    forward: @escaping @Sendable (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>) -> Void,
    backward:
      @escaping @Sendable (
        UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>, Bool
      ) -> Void
  ) {
    self.name = name
    self.forward = forward
    self.backward = backward
  }
}
