import NetworkDescription
import NetworkEngine

/// The memory of a training: parameters, a gradient for each shard, and blocks of samples for each thread.
///
/// A batch is cut into blocks of sixteen samples and those into shards. Their number depends on the batch alone,
/// and shards are summed in their order, so that the result does not depend on the number of threads.
final class TrainingMemory: @unchecked Sendable {
  let plan: ExecutionPlan
  /// Blocks of one shard.
  let shardBlocks: Int
  let shardCount: Int
  let gradients: [LaneBuffer]
  let weights: LaneBuffer
  /// One for each block of the batch where all are needed at once, else one for each thread.
  let blocks: [LaneBuffer]
  let partials: [LaneBuffer]
  let scratch: [LaneBuffer]
  let shared: LaneBuffer
  /// The sums over several processes; nil where there is one.
  let teamSums: TeamSums?
  /// Loss and right answers of each block of the batch.
  let losses: UnsafeMutablePointer<Double>
  let hits: UnsafeMutablePointer<Int>

  init(_ plan: ExecutionPlan, batch: Int, threads: Int, team: TrainingTeam = .alone) {
    self.plan = plan
    let (blockCount, shardCount, memories) = TrainingMemory.counts(plan, batch: batch, threads: threads)
    shardBlocks = blockCount <= 2 ? 1 : 2
    self.shardCount = shardCount
    let sums =
      team.count == 1
      ? nil
      : TeamSums(team, shardCount: shardCount, shardBlocks: shardBlocks, parameters: plan.layout.count)
    teamSums = sums
    // The first also takes what a batch normalisation knows of the whole batch, whoever passes it.
    gradients = (0..<shardCount).map { shard in
      LaneBuffer(shard == 0 || sums?.shards.contains(shard) ?? true ? plan.layout.count : 0)
    }
    weights = LaneBuffer(plan.layout.count)
    blocks = (0..<memories).map { _ in LaneBuffer(plan.memoryCount) }
    partials = (0..<threads).map { _ in LaneBuffer(plan.partialCount) }
    scratch = (0..<threads).map { _ in LaneBuffer(plan.scratchCount) }
    shared = LaneBuffer(plan.sharedCount)
    losses = .allocate(capacity: blockCount)
    losses.initialize(repeating: 0, count: blockCount)
    hits = .allocate(capacity: blockCount)
    hits.initialize(repeating: 0, count: blockCount)
  }

  /// Shards of the batch that this process passes.
  var shards: Range<Int> { teamSums?.shards ?? 0..<shardCount }

  deinit {
    losses.deallocate()
    hits.deallocate()
  }

  /// Blocks of a batch, shards of them, and how many blocks' memory is there at once.
  private static func counts(
    _ plan: ExecutionPlan, batch: Int, threads: Int
  ) -> (blocks: Int, shards: Int, memories: Int) {
    let blocks = (batch + LaneBuffer.block - 1) / LaneBuffer.block
    let shard = blocks <= 2 ? 1 : 2
    return (blocks, (blocks + shard - 1) / shard, plan.keepsBlocks ? blocks : threads)
  }

  /// Bytes that a training takes besides its pictures: the network's numbers as read, as trained, as kept and their
  /// gradients, and the values of the pictures that are shown at once.
  static func byteCount(_ plan: ExecutionPlan, _ configuration: TrainingConfiguration, batch: Int) -> Int {
    let (_, shards, memories) = counts(plan, batch: batch, threads: configuration.threads)
    var arrays = 3 + 2 + shards
    if case .sgd = configuration.optimizer {} else { arrays += 1 }
    if configuration.averageDecay != nil { arrays += 1 }
    let floats =
      arrays * plan.layout.count + memories * plan.memoryCount
      + configuration.threads * (plan.partialCount + plan.scratchCount) + plan.sharedCount
    return floats * MemoryLayout<Float>.stride
  }

  /// The running statistics as they were before the last batch.
  func restoreStatistics() {
    for case .batchNormalization(let step) in plan.steps {
      step.restore(parameters: weights.start, shared: shared.start)
    }
  }

  func context(block: Int, shard: Int, thread: Int, samples: Int, seed: UInt32) -> StepContext {
    StepContext(
      memory: blocks[plan.keepsBlocks ? block : thread].start, parameters: weights.start,
      gradient: gradients[shard].start, partials: partials[thread].start, scratch: scratch[thread].start,
      shared: shared.start, samples: samples, seed: seed, isTraining: true)
  }
}
