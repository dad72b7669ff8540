import CLayerLoops

/// The memory that a step works on: one block of sixteen samples, one thread, one shard.
struct StepContext {
  /// Values and gradients of the block's maps.
  let memory: UnsafeMutablePointer<Float>
  /// All parameters, as `ParameterLayout` lays them.
  let parameters: UnsafePointer<Float>
  /// Their gradient, summed over the shard; laid alike.
  let gradient: UnsafeMutablePointer<Float>
  /// Sums by lane that the thread keeps for one shard.
  let partials: UnsafeMutablePointer<Float>
  /// Memory of the thread for the time of one step.
  let scratch: UnsafeMutablePointer<Float>
  /// Numbers that all blocks share: the coefficients of batch normalisations.
  let shared: UnsafeMutablePointer<Float>
  /// Lanes that hold a sample.
  var samples = LaneBuffer.block
  /// Decides what dropout drops.
  var seed: UInt32 = 0
  var isTraining = false
}

/// One operation on a block of sixteen samples, forward and backward.
protocol LaneStep: Sendable {
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
  var partialCount: Int { 0 }
  var scratchCount: Int { 0 }
  func fold(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {}
}

/// One input of a step: its values, and where its gradient goes.
struct StepInput: Sendable {
  let values: MapLayout
  /// Nil where nothing before it learns.
  let gradient: MapLayout?
  /// Another step has written its share before.
  let adds: Bool

  var flag: Int32 { adds ? 1 : 0 }
}
