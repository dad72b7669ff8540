import ConvolutionCore
import NetworkDescription
import NetworkEngine
import Synchronization
import Threading

/// The threads of one epoch: each passes its shards, all wait, each updates its part of the parameters, all wait.
final class EpochRun: @unchecked Sendable {
  // Only the calling thread writes these; the others read `step` and `ending` between two waits.
  private(set) var step: Int
  private(set) var lossSum: Double
  private(set) var hits: Int
  private(set) var seen: Int
  private(set) var ending = EpochReport.Ending.finished

  /// The running statistics before the present step, by slot.
  private var statistics: [[Float]] = []
  private let pass: BatchPass
  private let update: ParameterUpdate
  private let epoch: Int
  private let steps: Int
  private let examples: Int
  private let stops = Atomic<Bool>(false)
  /// Threads that take part; 0 until all have begun.
  private let team = Atomic<Int>(0)
  private var memory: TrainingMemory { pass.memory }
  private var configuration: TrainingConfiguration { pass.configuration }

  init(
    pass: BatchPass, update: ParameterUpdate, epoch: Int, firstStep: Int, steps: Int, examples: Int, lossSum: Double,
    hits: Int, seen: Int
  ) {
    self.pass = pass
    self.update = update
    self.epoch = epoch
    step = firstStep
    self.steps = steps
    self.examples = examples
    self.lossSum = lossSum
    self.hits = hits
    self.seen = seen
  }

  func start(_ onStep: (StepReport) -> Bool) {
    let first = step
    var helpers: [Thread] = []
    for number in 1..<max(configuration.threads, 1) {
      // The system may give fewer threads than asked for; the result does not depend on it.
      guard let helper = Thread({ [self] in help(number, from: first) }) else { break }
      helpers.append(helper)
    }
    team.store(helpers.count + 1, ordering: .releasing)
    work(0, of: helpers.count + 1, from: first, onStep)
    for helper in helpers { helper.join() }
  }

  /// Waits until all threads stand, then works.
  private func help(_ thread: Int, from first: Int) {
    while team.load(ordering: .acquiring) == 0 { yieldThread() }
    work(thread, of: team.load(ordering: .acquiring), from: first) { _ in true }
  }

  private func work(_ thread: Int, of threads: Int, from first: Int, _ onStep: (StepReport) -> Bool) {
    let size = pass.loader.input.shape.count
    let pictures = UnsafeMutablePointer<UInt8>.allocate(
      capacity: configuration.augmentation == .none ? 1 : LaneBuffer.block * size)
    defer { pictures.deallocate() }
    let range = share(of: thread, threads)
    let gradients = memory.gradients.map { UnsafePointer($0.start) }
    let teamSums = memory.teamSums
    var wantsToStop = false
    for number in first..<steps {
      let batch = number * configuration.batch..<(number + 1 == steps ? examples : (number + 1) * configuration.batch)
      let time = epoch * steps + number
      if thread == 0 && teamSums != nil { keepStatistics() }
      pass.run(batch, time: time, thread: thread, threads: threads, pictures: pictures)
      pass.barrier.wait(for: threads)
      if let teamSums {
        teamSums.prepare(gradients, range)
        pass.barrier.wait(for: threads)
        if thread == 0 {
          let blockCount = (batch.count + LaneBuffer.block - 1) / LaneBuffer.block
          teamSums.exchange(memory, blockCount: blockCount, wantsToStop: wantsToStop)
          teamSums.exchange()
        }
        pass.barrier.wait(for: threads)
        guard teamSums.isWhole else {
          if thread == 0 {
            restoreStatistics()
            ending = .lost(step: number)
          }
          return
        }
      }
      // Every thread adds up the same numbers in the same order, so that all take the same way.
      let (loss, right) = sums(batch.count)
      let rate = configuration.schedule.rate(
        configuration.learningRate, step: time, total: configuration.epochs * steps, epochSteps: steps,
        warmUp: configuration.warmUp)
      guard loss.isFinite else {
        if thread == 0 {
          ending = .diverged(step: number)
          memory.restoreStatistics()
        }
        return
      }
      if let teamSums {
        update.apply(teamSums.total.start, range, rate: rate, time: time)
      } else {
        learn(range, of: gradients, thread, rate: rate, time: time)
      }
      // Who is told of the step may look at the network: every part of it must have been updated.
      pass.barrier.wait(for: threads)
      if thread == 0 {
        step = number + 1
        lossSum += loss
        hits += right
        seen += batch.count
        let report = StepReport(
          epoch: epoch, step: number, steps: steps, loss: loss / Double(batch.count), meanLoss: lossSum / Double(seen),
          accuracy: Double(hits) / Double(seen), examples: seen, rate: rate)
        wantsToStop = !onStep(report)
        // Of several processes all stop after the same step: a wish is known to the others with their next.
        if teamSums?.wantsToStop ?? wantsToStop && number + 1 < steps {
          ending = .stopped
          stops.store(true, ordering: .relaxed)
        }
      }
      pass.barrier.wait(for: threads)
      if stops.load(ordering: .relaxed) { return }
    }
  }

  /// Running statistics move while a batch is passed; where its step cannot end they go back. A process may be lost
  /// between two layers, when only some have moved, so that they are kept beforehand.
  private func keepStatistics() {
    statistics = update.layout.slots.filter { $0.description.role == .statistic }.map { slot in
      slot.range.map { memory.weights.start[$0] }
    }
  }

  private func restoreStatistics() {
    let slots = update.layout.slots.filter { $0.description.role == .statistic }
    for (slot, values) in zip(slots, statistics) {
      for (index, value) in zip(slot.range, values) { memory.weights.start[index] = value }
    }
  }

  /// Floats that are summed and used while they stand in the first-level cache.
  private static let stretch = 1024

  /// Sums the shards over `range` and takes the step, stretch by stretch. The sums go where this thread wrote its own
  /// shard, as memory that another core wrote last is slow to write.
  private func learn(
    _ range: Range<Int>, of gradients: [UnsafePointer<Float>], _ thread: Int, rate: Float, time: Int
  ) {
    let sums = memory.gradients[min(thread, gradients.count - 1)].start
    gradients.withUnsafeBufferPointer { shards in
      guard let shards = shards.baseAddress else { return }
      for start in stride(from: range.lowerBound, to: range.upperBound, by: EpochRun.stretch) {
        let end = min(start + EpochRun.stretch, range.upperBound)
        layerLoops.sumShards(shards, gradients.count, start, end, sums)
        update.apply(sums, start..<end, rate: rate, time: time)
      }
    }
  }

  /// The part of the parameters that a thread updates, in whole blocks.
  private func share(of thread: Int, _ threads: Int) -> Range<Int> {
    let blocks = update.layout.count / LaneBuffer.block
    return blocks * thread / threads * LaneBuffer.block..<blocks * (thread + 1) / threads * LaneBuffer.block
  }

  private func sums(_ batch: Int) -> (loss: Double, hits: Int) {
    var loss = 0.0
    var right = 0
    for block in 0..<((batch + LaneBuffer.block - 1) / LaneBuffer.block) {
      loss += memory.losses[block]
      right += memory.hits[block]
    }
    return (loss, right)
  }
}
