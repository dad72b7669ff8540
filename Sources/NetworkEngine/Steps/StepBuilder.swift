import CLayerLoops
import ConvolutionCore
import NetworkDescription

/// Makes the steps of a plan from its graph and memory.
struct StepBuilder {
  let graph: ExecutionGraph
  let architecture: Architecture
  let layout: ParameterLayout
  let purpose: ExecutionPlan.Purpose
  private(set) var steps: [PlannedStep] = []
  private(set) var sharedCount = 0
  private var normalizations: [Int: BatchNormalizationStep] = [:]
  /// Items that have written into each item's gradient, in the order of the way back.
  private var isLastReader: [Int: Int] = [:]

  init(
    graph: ExecutionGraph, architecture: Architecture, layout: ParameterLayout, purpose: ExecutionPlan.Purpose
  ) {
    self.graph = graph
    self.architecture = architecture
    self.layout = layout
    self.purpose = purpose
  }

  private var isTraining: Bool {
    if case .training = purpose { return true }
    return false
  }

  private func learns(_ node: Int) -> Bool {
    if case .training(let frozen) = purpose { return !frozen.contains(node) }
    return false
  }

  mutating func build(_ memory: inout MemoryPlan) {
    // On the way back the last reader comes first: it writes, the others add.
    for (index, item) in graph.items.enumerated() where item.isAlive && memory.gradients[index] != nil {
      for source in item.inputs { isLastReader[source] = index }
    }
    for (index, item) in graph.items.enumerated() where item.isAlive && !memory.pooledAtOnce.contains(index) {
      let step = step(index, item, &memory)
      if case .batchNormalization(let step) = step { normalizations[steps.count] = step }
      steps.append(step)
    }
  }

  private mutating func step(
    _ index: Int, _ item: ExecutionGraph.Item, _ memory: inout MemoryPlan
  ) -> PlannedStep {
    var inputs: [StepInput] = []
    for (position, source) in item.inputs.enumerated() {
      let values = source < 0 ? memory.input : memory.values[source]
      let gradient = source < 0 || memory.gradients[index] == nil ? nil : memory.gradients[source]
      let repeated = item.inputs[..<position].contains(source)
      inputs.append(StepInput(values: values, gradient: gradient, adds: repeated || isLastReader[source] != index))
    }
    let input = inputs[0]
    let output = memory.values[index]
    let gradient = memory.gradients[index]
    let slots = architecture.parameterRanges[item.node].map { layout.slots[$0] }
    switch item.layer {
    case .convolution(let layer):
      return .convolution(convolution(layer, input, output, gradient, slots, item.node))
    case .fullyConnected(let layer):
      let convolution = ConvolutionLayer(outputs: layer.outputs, kernel: input.values.shape.size)
      return .convolution(self.convolution(convolution, input, output, gradient, slots, item.node))
    case .pooling(let layer) where memory.pooledAtOnce.contains(item.inputs[0]):
      return pooledConvolution(index, layer, relu: item.relu, memory)
    case .pooling(let layer):
      let whole = item.inputs[0] < 0 ? architecture.input : graph.items[item.inputs[0]].whole
      return .pooling(
        PoolingStep(layer, relu: item.relu, whole: whole, input: input, output: output, gradient: gradient))
    case .subsampling(let layer):
      var sums = MapLayout(shape: output.shape)
      sums.start = memory.reserve(sums.count)
      return .subsampling(
        SubsamplingStep(
          layer: layer, input: input, output: output, outputGradient: gradient, sums: sums, weight: slots[0],
          bias: slots[1], learns: learns(item.node)))
    case .activation(let layer):
      return .activation(
        ActivationStep(layer: layer, input: input, output: output, outputGradient: gradient))
    case .softmax:
      return .position(
        PositionStep(operation: .softmax, input: input, output: output, outputGradient: gradient))
    case .localResponseNormalization(let layer):
      return .position(
        PositionStep(operation: layer.operation, input: input, output: output, outputGradient: gradient))
    case .widening(let layer):
      return .position(
        PositionStep(operation: layer.operation, input: input, output: output, outputGradient: gradient))
    case .dropout(let layer):
      return .dropout(
        DropoutStep(layer: layer, number: item.node, input: input, output: output, outputGradient: gradient))
    case .batchNormalization:
      let channels = output.shape.channels
      let step = BatchNormalizationStep(
        input: input, output: output, outputGradient: gradient, scale: slots[0], shift: slots[1], mean: slots[2],
        variance: slots[3], learns: learns(item.node),
        sumStart: memory.reserve(BatchNormalizationStep.sumCount(channels)), sharedStart: sharedCount)
      sharedCount += BatchNormalizationStep.sharedCount(channels)
      return .batchNormalization(step)
    case .flatten:
      return .flatten(
        FlattenStep(input: input, output: output, outputGradient: gradient))
    case .sum, .concatenation:
      return .join(
        JoinStep(
          concatenates: item.layer == .concatenation, inputs: inputs, output: output, outputGradient: gradient))
    case .radialBasis(let layer):
      let patterns = LaneTable(layer.patterns(inputs: input.values.shape.channels))
      return .radialBasis(
        RadialBasisStep(input: input, output: output, outputGradient: gradient, patterns: patterns))
    }
  }

  private func convolution(
    _ layer: ConvolutionLayer, _ input: StepInput, _ output: MapLayout, _ gradient: MapLayout?,
    _ slots: [ParameterLayout.Slot], _ node: Int
  ) -> ConvolutionStep {
    let weight = slots[0]
    guard let matrix = weight.matrix else { preconditionFailure("weights of a convolution lie as a matrix") }
    return ConvolutionStep(
      layer, input: input, output: output, gradient: gradient, weight: weight, matrix: matrix,
      bias: slots.count > 1 ? slots[1] : nil, zeros: layout.zeros, learns: learns(node))
  }

  /// The pooling `index` together with the convolution before it.
  private func pooledConvolution(
    _ index: Int, _ pooling: PoolingLayer, relu: Bool, _ memory: MemoryPlan
  ) -> PlannedStep {
    let source = graph.items[index].inputs[0]
    let item = graph.items[source]
    guard case .convolution(let layer) = item.layer else { preconditionFailure("only convolutions are pooled at once") }
    let values = item.inputs[0] < 0 ? memory.input : memory.values[item.inputs[0]]
    let geometry = pooling.geometry(on: item.whole.size)
    let map = memory.values[source]
    return .pooledConvolution(
      PooledConvolutionStep(
        convolution: convolution(
          layer, StepInput(values: values, gradient: nil, adds: false), map, memory.gradients[source],
          architecture.parameterRanges[item.node].map { layout.slots[$0] }, item.node),
        map: map,
        pooling: LanePooling(geometry),
        relu: relu ? 1 : 0, output: memory.values[index], outputGradient: memory.gradients[index],
        winners: memory.winners[index], bandRows: PooledConvolutionStep.bandRows(map: map, step: geometry.stride.height)
      ))
  }

  /// Forward, loss and backward, cut where a batch normalisation has to see the whole batch.
  func phases() -> [ExecutionPlan.Phase] {
    var phases: [ExecutionPlan.Phase] = []
    var phase = ExecutionPlan.Phase()
    func cut(_ action: ExecutionPlan.Action) {
      phase.actions.append(action)
      phase.finish = action
      phases.append(phase)
      phase = ExecutionPlan.Phase()
    }
    for index in steps.indices {
      if isTraining, let step = normalizations[index] { cut(.sum(step)) }
      phase.actions.append(.forward(index))
    }
    if isTraining {
      phase.actions.append(.loss)
      for index in steps.indices.reversed() {
        if let step = normalizations[index] { cut(.sumGradient(step)) }
        phase.actions.append(.backward(index))
      }
    }
    phases.append(phase)
    return phases
  }
}
