import CLayerLoops
import NetworkDescription

/// The memory that a step works on: one block of sixteen samples, one thread, one shard.
package struct StepContext {
  /// Values and gradients of the block's maps.
  package let memory: UnsafeMutablePointer<Float>
  /// All parameters, as `ParameterLayout` lays them.
  package let parameters: UnsafePointer<Float>
  /// Their gradient, summed over the shard; laid alike.
  package let gradient: UnsafeMutablePointer<Float>
  /// Sums by lane that the thread keeps for one shard.
  package let partials: UnsafeMutablePointer<Float>
  /// Memory of the thread for the time of one step.
  package let scratch: UnsafeMutablePointer<Float>
  /// Numbers that all blocks share: the coefficients of batch normalisations.
  package let shared: UnsafeMutablePointer<Float>
  /// Lanes that hold a sample.
  package var samples = LaneBuffer.block
  /// Decides what dropout drops.
  package var seed: UInt32 = 0
  package var isTraining = false

  package init(
    memory: UnsafeMutablePointer<Float>, parameters: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>,
    partials: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>, shared: UnsafeMutablePointer<Float>,
    samples: Int = LaneBuffer.block, seed: UInt32 = 0, isTraining: Bool = false
  ) {
    self.memory = memory
    self.parameters = parameters
    self.gradient = gradient
    self.partials = partials
    self.scratch = scratch
    self.shared = shared
    self.samples = samples
    self.seed = seed
    self.isTraining = isTraining
  }
}

/// One operation on a block of sixteen samples, forward and backward.
package protocol LaneStep: Sendable {
  /// Floats that the step wants of `partials` and `scratch`.
  var partialCount: Int { get }
  var scratchCount: Int { get }
  /// Output from inputs.
  func forward(_ context: StepContext)
  /// Gradients of the inputs from that of the output; those of parameters are added to `partials` or `gradient`.
  func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>)
  /// Ends a shard: sums over lanes go into `gradient`.
  func fold(_ context: StepContext, partials: UnsafeMutablePointer<Float>)
}

extension LaneStep {
  package var partialCount: Int { 0 }
  package var scratchCount: Int { 0 }
  package func fold(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {}
}

/// One input of a step: its values, and where its gradient goes.
package struct StepInput: Sendable {
  package let values: MapLayout
  /// Nil where nothing before it learns.
  package let gradient: MapLayout?
  /// Another step has written its share before.
  package let adds: Bool

  package var flag: Int32 { adds ? 1 : 0 }
}
