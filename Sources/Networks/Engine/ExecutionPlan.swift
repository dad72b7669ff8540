import CLayerLoops

/// What is done with each block of samples, in order, and where everything lies in its memory.
struct ExecutionPlan: Sendable {
  /// What the plan is for.
  enum Purpose: Sendable {
    /// Forward and backward; some values are never computed, and memory is used twice.
    case training(frozen: Set<Int>)
    /// Forward.
    case inference
    /// Forward, and every node's values can be read afterwards.
    case observation
  }

  /// One thing done with a block, or by all threads together.
  enum Action: Sendable {
    case forward(Int)
    case loss
    case backward(Int)
    case sum(BatchNormalizationStep)
    case sumGradient(BatchNormalizationStep)
  }

  /// Actions on blocks that need no others; then all threads wait, and `finish` looks at all blocks.
  struct Phase: Sendable {
    var actions: [Action] = []
    var finish: Action?
  }

  let layout: ParameterLayout
  let steps: [any LaneStep]
  let phases: [Phase]
  let input: MapLayout
  let output: MapLayout
  let outputGradient: MapLayout?
  /// Where each node's values stand, for observation.
  let nodes: [MapLayout]
  /// Where each step's lane sums begin.
  let partialStarts: [Int]
  let memoryCount: Int
  let partialCount: Int
  let scratchCount: Int
  let sharedCount: Int
  /// Whether the memory of all blocks of a batch is needed at once.
  var keepsBlocks: Bool { phases.count > 1 }

  init(_ architecture: Architecture, layout: ParameterLayout, purpose: Purpose, dropsSoftmax: Bool = false) {
    var graph = ExecutionGraph(architecture)
    if dropsSoftmax { graph.dropFinalSoftmax() }
    if case .observation = purpose {
    } else {
      graph.moveActivationsBehindPooling()
      graph.cropConvolutions()
    }
    var memory = MemoryPlan(graph, architecture, purpose: purpose)
    var builder = StepBuilder(graph: graph, architecture: architecture, layout: layout, purpose: purpose)
    builder.build(&memory)
    self.layout = layout
    steps = builder.steps
    phases = builder.phases()
    input = memory.input
    output = memory.values[graph.output]
    outputGradient = memory.gradients[graph.output]
    nodes = memory.values
    memoryCount = memory.count
    var starts: [Int] = []
    var partials = 0
    var scratch = 0
    for step in builder.steps {
      starts.append(partials)
      partials += step.partialCount
      scratch = max(scratch, step.scratchCount)
    }
    partialStarts = starts
    partialCount = partials
    scratchCount = scratch
    sharedCount = builder.sharedCount
  }
}
