import CLayerLoops
import ConvolutionCore
import NetworkDescription

extension LanePooling {
  init(_ geometry: WindowGeometry) {
    self.init(
      windowHeight: geometry.taps.height, windowWidth: geometry.taps.width, stepY: geometry.stride.height,
      stepX: geometry.stride.width, top: geometry.padding.top, left: geometry.padding.left,
      gapY: geometry.dilation.height, gapX: geometry.dilation.width)
  }
}

extension PoolingLayer {
  /// No padding, no gaps: the windows' values are a block of the map.
  var isSolid: Bool { padding == .none && dilation == Size(width: 1, height: 1) }
}

/// The largest value, the mean or the sum of each window.
package struct PoolingStep: LaneStep {
  private let layer: PoolingLayer
  /// A ReLU follows at once: max(0, ·) of the largest value.
  private let relu: Int32
  private let input: StepInput
  private let output: MapLayout
  private let outputGradient: MapLayout?
  private let shape: LanePooling
  private let scale: Float

  /// `input` may be cut to what the windows reach; `whole` is its shape in the network.
  init(
    _ layer: PoolingLayer, relu: Bool, whole: Shape, input: StepInput, output: MapLayout, gradient: MapLayout?
  ) {
    self.layer = layer
    self.relu = relu ? 1 : 0
    self.input = input
    self.output = output
    outputGradient = gradient
    let geometry = layer.geometry(on: whole.size)
    shape = LanePooling(geometry)
    scale = layer.kind == .average ? 1 / Float(geometry.taps.width * geometry.taps.height) : 1
  }

  package func forward(_ context: StepContext) {
    var shape = shape
    var from = input.values.map(in: context.memory)
    var to = output.map(in: context.memory)
    if layer.kind == .max {
      layerLoops.maxPool(&shape, &from, &to, relu)
    } else {
      layerLoops.sumPool(&shape, &from, &to, scale)
    }
  }

  package func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard let target = input.gradient, let outputGradient else { return }
    var shape = shape
    var gradient = outputGradient.map(in: context.memory)
    var result = target.map(in: context.memory)
    if layer.kind == .max {
      var from = input.values.map(in: context.memory)
      var values = output.map(in: context.memory)
      layerLoops.maxPoolGradient(&shape, &from, &values, &gradient, &result, relu, input.flag)
    } else {
      layerLoops.sumPoolGradient(&shape, &gradient, &result, scale, input.flag)
    }
  }
}

/// The sum of each window, scaled and shifted by two learned numbers a channel.
package struct SubsamplingStep: LaneStep {
  let layer: SubsamplingLayer
  let input: StepInput
  let output: MapLayout
  let outputGradient: MapLayout?
  /// The sums, before they are scaled; and their gradient.
  let sums: MapLayout
  let weight: ParameterLayout.Slot
  let bias: ParameterLayout.Slot
  let learns: Bool

  private var shape: LanePooling { LanePooling(layer.geometry) }

  package var partialCount: Int { 2 * output.column }

  package func forward(_ context: StepContext) {
    var shape = shape
    var from = input.values.map(in: context.memory)
    var middle = sums.map(in: context.memory)
    var to = output.map(in: context.memory)
    layerLoops.sumPool(&shape, &from, &middle, 1)
    layerLoops.affine(&middle, context.parameters + weight.start, context.parameters + bias.start, &to)
  }

  package func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard let outputGradient else { return }
    var shape = shape
    var middle = sums.map(in: context.memory)
    var gradient = outputGradient.map(in: context.memory)
    // The sums are not needed after this: their gradient takes their place.
    layerLoops.affineGradient(
      &middle, &gradient, context.parameters + weight.start, &middle, 0, partials, partials + output.column)
    guard let target = input.gradient else { return }
    var result = target.map(in: context.memory)
    layerLoops.sumPoolGradient(&shape, &middle, &result, 1, input.flag)
  }

  package func fold(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard learns else { return }
    let channels = output.shape.channels
    layerLoops.foldSamples(partials, channels, 1, context.gradient + weight.start)
    layerLoops.foldSamples(partials + output.column, channels, 1, context.gradient + bias.start)
  }
}
