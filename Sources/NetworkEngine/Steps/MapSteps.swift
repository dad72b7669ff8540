import CLayerLoops
import NetworkDescription

extension ActivationLayer {
  var lane: (kind: LaneActivation, slope: Float) {
    switch self {
    case .relu: (LaneReLU, 0)
    case .leakyReLU(let slope): (LaneLeakyReLU, slope)
    case .tanh: (LaneTanh, 0)
    case .scaledTanh: (LaneScaledTanh, 0)
    case .sigmoid: (LaneSigmoid, 0)
    }
  }
}

/// A function of every value; input and output may be the same memory.
package struct ActivationStep: LaneStep {
  let layer: ActivationLayer
  let input: StepInput
  let output: MapLayout
  let outputGradient: MapLayout?

  package func forward(_ context: StepContext) {
    var from = input.values.map(in: context.memory)
    var to = output.map(in: context.memory)
    layerLoops.activate(layer.lane.kind, layer.lane.slope, &from, &to)
  }

  package func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard let target = input.gradient, let outputGradient else { return }
    var values = output.map(in: context.memory)
    var gradient = outputGradient.map(in: context.memory)
    var result = target.map(in: context.memory)
    layerLoops.activationGradient(layer.lane.kind, layer.lane.slope, &values, &gradient, &result, input.flag)
  }
}

/// Sum of several inputs, or their channels behind each other.
package struct JoinStep: LaneStep {
  let concatenates: Bool
  let inputs: [StepInput]
  let output: MapLayout
  let outputGradient: MapLayout?

  /// The part of `whole` that input `index` fills.
  private func part(_ index: Int, of whole: MapLayout, _ memory: UnsafeMutablePointer<Float>) -> LaneMap {
    var map = whole.map(in: memory)
    guard concatenates else { return map }
    for input in inputs[..<index] { map.origin += input.values.column }
    map.channels = inputs[index].values.shape.channels
    return map
  }

  package func forward(_ context: StepContext) {
    for (index, input) in inputs.enumerated() {
      var from = input.values.map(in: context.memory)
      var to = part(index, of: output, context.memory)
      layerLoops.copy(&from, &to, !concatenates && index > 0 ? 1 : 0)
    }
  }

  package func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard let outputGradient else { return }
    for (index, input) in inputs.enumerated() {
      guard let target = input.gradient else { continue }
      var from = part(index, of: outputGradient, context.memory)
      var to = target.map(in: context.memory)
      layerLoops.copy(&from, &to, input.flag)
    }
  }
}

/// A map as a vector in the order C, H, W.
package struct FlattenStep: LaneStep {
  let input: StepInput
  let output: MapLayout
  let outputGradient: MapLayout?

  package func forward(_ context: StepContext) {
    var from = input.values.map(in: context.memory)
    layerLoops.flatten(&from, context.memory + output.origin)
  }

  package func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard let target = input.gradient, let outputGradient else { return }
    var to = target.map(in: context.memory)
    layerLoops.unflatten(context.memory + outputGradient.origin, &to, input.flag)
  }
}

/// Zeros at random while training.
package struct DropoutStep: LaneStep {
  let layer: DropoutLayer
  /// Keeps the dropouts of one network apart.
  let number: Int
  let input: StepInput
  let output: MapLayout
  let outputGradient: MapLayout?

  private func seed(_ context: StepContext) -> UInt32 {
    context.seed &+ UInt32(truncatingIfNeeded: number) &* 0x9E37_79B9
  }

  package func forward(_ context: StepContext) {
    var from = input.values.map(in: context.memory)
    var to = output.map(in: context.memory)
    if context.isTraining {
      layerLoops.dropOut(&from, &to, seed(context), layer.rate, 0)
    } else {
      layerLoops.copy(&from, &to, 0)
    }
  }

  package func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard let target = input.gradient, let outputGradient else { return }
    var from = outputGradient.map(in: context.memory)
    var to = target.map(in: context.memory)
    layerLoops.dropOut(&from, &to, seed(context), layer.rate, input.flag)
  }
}

/// Distances to fixed patterns.
package struct RadialBasisStep: LaneStep {
  let input: StepInput
  let output: MapLayout
  let outputGradient: MapLayout?
  let patterns: LaneTable<Float>

  private var inputs: Int { input.values.shape.channels }

  package func forward(_ context: StepContext) {
    layerLoops.radialBasis(
      context.memory + input.values.origin, inputs, patterns.start, output.shape.channels,
      context.memory + output.origin)
  }

  package func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard let target = input.gradient, let outputGradient else { return }
    layerLoops.radialBasisGradient(
      context.memory + input.values.origin, inputs, patterns.start, output.shape.channels,
      context.memory + outputGradient.origin, context.memory + target.origin, input.flag)
  }
}
