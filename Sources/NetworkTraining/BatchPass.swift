import CLayerLoops
import ConvolutionCore
import NetworkDescription
import NetworkEngine
import Threading

/// One pass of a batch through the network and back: what each thread does until the gradients stand.
///
/// Its pointers are to arrays that outlive the epoch and are only read.
struct BatchPass: @unchecked Sendable {
  let memory: TrainingMemory
  let loader: PictureLoader
  let configuration: TrainingConfiguration
  let barrier: SpinBarrier
  let pixels: UnsafePointer<UInt8>
  let labels: UnsafePointer<UInt16>
  /// The examples of the epoch in the order they are shown.
  let order: UnsafePointer<Int32>
  let epoch: Int
  let exampleCount: Int
  /// Whether the network's outputs are distances to fixed patterns.
  let hasDistances: Bool

  private var plan: ExecutionPlan { memory.plan }

  /// The share of thread `thread`; the batch is `order[batch]`.
  func run(_ batch: Range<Int>, time: Int, thread: Int, threads: Int, pictures: UnsafeMutablePointer<UInt8>) {
    let blockCount = (batch.count + LaneBuffer.block - 1) / LaneBuffer.block
    for (number, phase) in plan.phases.enumerated() {
      var shard = memory.shards.lowerBound + thread
      while shard < memory.shards.upperBound {
        run(phase, first: number == 0, shard, batch, blockCount, time: time, thread: thread, pictures: pictures)
        shard += threads
      }
      guard let finish = phase.finish else { continue }
      barrier.wait(for: threads)
      if thread == 0 { self.finish(finish, blockCount, samples: batch.count) }
      barrier.wait(for: threads)
    }
  }

  private func run(
    _ phase: ExecutionPlan.Phase, first: Bool, _ shard: Int, _ batch: Range<Int>, _ blockCount: Int, time: Int,
    thread: Int, pictures: UnsafeMutablePointer<UInt8>
  ) {
    if first { memory.gradients[shard].clear() }
    memory.partials[thread].clear()
    let begin = shard * memory.shardBlocks
    let end = min(begin + memory.shardBlocks, blockCount)
    guard begin < end else { return }
    for block in begin..<end {
      let start = batch.lowerBound + block * LaneBuffer.block
      let samples = min(LaneBuffer.block, batch.upperBound - start)
      let seed = UInt32(truncatingIfNeeded: mixed(time, block))
      let context = memory.context(block: block, shard: shard, thread: thread, samples: samples, seed: seed)
      if first { load(start..<start + samples, context, pictures) }
      for action in phase.actions {
        switch action {
        case .forward(let step): plan.steps[step].forward(context)
        case .loss: takeLoss(start..<start + samples, block, batch.count, context)
        case .backward(let step):
          plan.steps[step].backward(context, partials: context.partials + plan.partialStarts[step])
        case .sum(let step): step.sum(context)
        case .sumGradient(let step): step.sumGradient(context)
        }
      }
    }
    let context = memory.context(block: begin, shard: shard, thread: thread, samples: 0, seed: 0)
    for case .backward(let step) in phase.actions {
      plan.steps[step].fold(context, partials: context.partials + plan.partialStarts[step])
    }
  }

  /// A number of its own for each step, block and seed.
  private func mixed(_ time: Int, _ block: Int) -> UInt64 {
    var generator = SeededGenerator(
      seed: configuration.seed ^ 0x6472_6F70, stream: UInt64(time) &* 65536 &+ UInt64(block))
    return generator.next()
  }

  private func load(_ range: Range<Int>, _ context: StepContext, _ changed: UnsafeMutablePointer<UInt8>) {
    let shape = loader.input.shape
    withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>.self, capacity: LaneBuffer.block) { pictures in
      for (lane, position) in range.enumerated() {
        let index = Int(order[position])
        let source = pixels + index * shape.count
        pictures[lane] = source
        guard configuration.augmentation != .none else { continue }
        var generator = SeededGenerator(
          seed: configuration.seed ^ 0x6175_676D, stream: UInt64(epoch) &* UInt64(exampleCount) &+ UInt64(index))
        configuration.augmentation.apply(
          source, shape, changed + lane * shape.count, fill: configuration.fill, &generator)
        pictures[lane] = UnsafePointer(changed + lane * shape.count)
      }
      loader.load(pictures, count: range.count, into: context.memory)
    }
  }

  private func takeLoss(_ range: Range<Int>, _ block: Int, _ batch: Int, _ context: StepContext) {
    guard let gradient = plan.outputGradient else { return }
    let outputs = context.memory + plan.output.origin
    let target = context.memory + gradient.origin
    let classes = plan.output.shape.channels
    let scale = 1 / Float(batch)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * LaneBuffer.block) { numbers in
      withUnsafeTemporaryAllocation(byteCount: 64, alignment: 64) { memory in
        guard let label = numbers.baseAddress, let raw = memory.baseAddress else { return }
        let losses = raw.bindMemory(to: Float.self, capacity: LaneBuffer.block)
        for lane in 0..<LaneBuffer.block {
          label[lane] = lane < range.count ? Int32(labels[Int(order[range.lowerBound + lane])]) : -1
        }
        let smoothing = configuration.labelSmoothing
        switch configuration.loss {
        case .crossEntropy:
          layerLoops.crossEntropy(outputs, classes, label, range.count, smoothing, scale, target, losses)
        case .squared where hasDistances:
          distanceLoss(outputs, classes, label, range.count, smoothing, scale, target, losses)
        case .squared:
          layerLoops.squaredError(outputs, classes, label, range.count, smoothing, scale, target, losses)
        case .hinge: layerLoops.hinge(outputs, classes, label, range.count, scale, target, losses)
        }
        weigh(target, losses, label, samples: range.count, classes: classes)
        layerLoops.largest(outputs, classes, label + LaneBuffer.block)
        var loss = 0.0
        var hits = 0
        for lane in 0..<range.count {
          loss += Double(losses[lane])
          if label[lane] == label[LaneBuffer.block + lane] { hits += 1 }
        }
        self.memory.losses[block] = loss
        self.memory.hits[block] = hits
      }
    }
  }

  /// Makes pictures of rare classes count more, where the configuration asks for it.
  private func weigh(
    _ gradient: UnsafeMutablePointer<Float>, _ losses: UnsafeMutablePointer<Float>, _ labels: UnsafePointer<Int32>,
    samples: Int, classes: Int
  ) {
    guard !configuration.classWeights.isEmpty else { return }
    for lane in 0..<samples {
      let weight = configuration.classWeights[Int(labels[lane])]
      losses[lane] *= weight
      for i in 0..<classes { gradient[i * LaneBuffer.block + lane] *= weight }
    }
  }

  private func finish(_ action: ExecutionPlan.Action, _ blockCount: Int, samples: Int) {
    if let sums = memory.teamSums, case .sum(let step) = action {
      sums.exchange(memory.blocks, step.sumRange, blockCount: blockCount)
    } else if let sums = memory.teamSums, case .sumGradient(let step) = action {
      sums.exchange(memory.blocks, step.sumRange, blockCount: blockCount)
    }
    let blocks = memory.blocks[..<blockCount].map { $0.start }
    switch action {
    case .sum(let step):
      step.finish(blocks, samples: samples, parameters: memory.weights.start, shared: memory.shared.start)
    case .sumGradient(let step):
      step.finishGradient(
        blocks, samples: samples, shared: memory.shared.start, gradient: memory.gradients[0].start)
    default: break
    }
  }
}
