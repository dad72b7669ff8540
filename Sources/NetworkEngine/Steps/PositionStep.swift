import CLayerLoops
import NetworkDescription

/// An operation on the channels of every position.
package struct PositionStep: LaneStep {
  let operation: PositionOperation
  let input: StepInput
  let output: MapLayout
  let outputGradient: MapLayout?

  /// Where the channels of one position begin.
  private func place(_ map: MapLayout, _ y: Int, _ x: Int) -> Int { map.origin + y * map.row + x * map.column }

  package func forward(_ context: StepContext) {
    for y in 0..<output.shape.height {
      for x in 0..<output.shape.width {
        operation.forward(
          context.memory + place(input.values, y, x), input.values.shape.channels,
          context.memory + place(output, y, x), output.shape.channels)
      }
    }
  }

  package func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard let target = input.gradient, let outputGradient else { return }
    for y in 0..<output.shape.height {
      for x in 0..<output.shape.width {
        operation.backward(
          context.memory + place(input.values, y, x), input.values.shape.channels,
          context.memory + place(output, y, x), context.memory + place(outputGradient, y, x), output.shape.channels,
          context.memory + place(target, y, x), input.adds)
      }
    }
  }
}

extension PositionOperation {
  /// Probabilities that sum to 1.
  static let softmax = PositionOperation(
    name: "softmax", forward: { values, channels, results, _ in layerLoops.softmax(values, channels, results) },
    backward: { _, channels, results, gradient, _, target, adds in
      layerLoops.softmaxGradient(results, gradient, channels, target, adds ? 1 : 0)
    })
}
