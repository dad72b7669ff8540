import CLayerLoops
import NetworkDescription

/// What is done with each block of samples, in order, and where everything lies in its memory.
package struct ExecutionPlan: Sendable {
  /// What the plan is for.
  package enum Purpose: Sendable {
    /// Forward and backward; some values are never computed, and memory is used twice.
    case training(frozen: Set<Int>)
    /// Forward.
    case inference
    /// Forward, and every node's values can be read afterwards.
    case observation
  }

  /// One thing done with a block, or by all threads together.
  package enum Action: Sendable {
    case forward(Int)
    case loss
    case backward(Int)
    case sum(BatchNormalizationStep)
    case sumGradient(BatchNormalizationStep)
  }

  /// Actions on blocks that need no others; then all threads wait, and `finish` looks at all blocks.
  package struct Phase: Sendable {
    package var actions: [Action] = []
    package var finish: Action?
  }

  package let layout: ParameterLayout
  package let steps: [PlannedStep]
  package let phases: [Phase]
  package let input: MapLayout
  package let output: MapLayout
  package let outputGradient: MapLayout?
  /// Where each node's values stand, for observation.
  package let nodes: [MapLayout]
  /// Where each step's lane sums begin.
  package let partialStarts: [Int]
  package let memoryCount: Int
  package let partialCount: Int
  package let scratchCount: Int
  package let sharedCount: Int
  /// Whether the memory of all blocks of a batch is needed at once.
  package var keepsBlocks: Bool { phases.count > 1 }

  package init(_ architecture: Architecture, layout: ParameterLayout, purpose: Purpose, dropsSoftmax: Bool = false) {
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
