import ConvolutionCore
import NetworkDescription
import NetworkEngine
import Threading

/// Teaches a network: epoch by epoch, step by step, with the same result for any number of threads.
///
/// Not for use from several threads at once; it starts its own.
public final class Trainer {
  /// The settings.
  public let configuration: TrainingConfiguration
  /// Pictures to learn from.
  public internal(set) var examples: Examples
  /// Epochs done.
  public internal(set) var epoch = 0
  /// Steps done of the epoch begun.
  public internal(set) var step = 0
  let start: Network
  let plan: ExecutionPlan
  let memory: TrainingMemory
  let update: ParameterUpdate
  var lossSum = 0.0
  var hits = 0
  var seen = 0

  /// Steps of one epoch; the last may have fewer examples, or one more where it would have a single one and the network
  /// has batch normalisation.
  public var stepsPerEpoch: Int {
    mergesLast ? examples.count / configuration.batch : (examples.count + configuration.batch - 1) / configuration.batch
  }

  /// Whether a last batch of one picture joins the batch before it: one picture has no deviation to be divided by.
  private var mergesLast: Bool {
    start.specification.normalizesBatches && examples.count % configuration.batch == 1
      && examples.count > configuration.batch
  }

  /// A training of `network` from its present numbers; throws what does not fit, weights of other classes among it.
  ///
  /// `classes` is the number of classes, where the labels do not show it; `team` are the processes that share the work,
  /// each with a trainer of the same arguments.
  public init(
    _ network: Network, examples: Examples, classes: Int? = nil, configuration: TrainingConfiguration,
    team: TrainingTeam = .alone
  ) throws(NetworkError) {
    try configuration.check()
    guard examples.count > 0 else { throw .noExamples }
    let architecture = network.architecture
    let shape = Shape(channels: examples.channels, height: examples.height, width: examples.width)
    guard shape == architecture.input else { throw .inputShape(expected: architecture.input, found: shape) }
    let output = architecture.output
    let largest = Int(examples.labels.max() ?? 0) + 1
    guard output.height == 1, output.width == 1, output.channels == classes ?? max(largest, output.channels) else {
      throw .outputsDoNotMatchClasses(outputs: output, classes: classes ?? largest)
    }
    guard configuration.classWeights.isEmpty || configuration.classWeights.count == output.channels else {
      throw .invalidSetting(
        "The number of weights of classes", found: "\(configuration.classWeights.count)",
        expected: "\(output.channels), one for each class")
    }
    var frozen: Set<Int> = []
    for name in configuration.frozen {
      guard let index = network.specification.index(of: name) else { throw .unknownLayer(name) }
      frozen.insert(index)
    }
    let batch = min(configuration.batch, examples.count)
    guard batch > 1 || !network.specification.normalizesBatches else {
      throw .invalidSetting(
        "The batch", found: "1", expected: "2 or more pictures, over which the batch normalisation takes its mean")
    }
    self.configuration = configuration
    self.examples = examples
    start = network
    let layout = ParameterLayout(architecture)
    plan = ExecutionPlan(
      architecture, layout: layout, purpose: .training(frozen: frozen),
      dropsSoftmax: configuration.loss == .crossEntropy)
    let merged = network.specification.normalizesBatches && examples.count % batch == 1 ? 1 : 0
    memory = TrainingMemory(plan, batch: batch + merged, threads: configuration.threads, team: team)
    layout.pack(network.values, into: memory.weights.start)
    var frozenSlots = [Bool](repeating: false, count: layout.slots.count)
    for index in frozen {
      for slot in architecture.parameterRanges[index] { frozenSlots[slot] = true }
    }
    update = ParameterUpdate(layout, configuration, frozen: frozenSlots, weights: memory.weights)
  }

  /// Whether a training of `architecture` needs far less than `bytes`, found without planning it: sixteen numbers are
  /// counted for each parameter and its copies, and for each value of each picture of a batch.
  public static func needsFarLess(
    _ architecture: Architecture, configuration: TrainingConfiguration, than bytes: Int
  ) -> Bool {
    let values = architecture.shapes.reduce(0.0) { $0 + Double($1.count) }
    let copies = Double(configuration.batch / LaneBuffer.block + 8)
    let pictures = Double(max(configuration.batch, configuration.threads * LaneBuffer.block))
    return 64 * (Double(architecture.parameterCount) * copies + values * pictures) < Double(bytes)
  }

  /// Bytes that a training of `architecture` on `count` pictures takes besides them; allocates nothing of that size.
  public static func byteCount(
    of architecture: Architecture, count: Int, configuration: TrainingConfiguration
  ) -> Int {
    let plan = ExecutionPlan(
      architecture, layout: ParameterLayout(architecture), purpose: .training(frozen: []),
      dropsSoftmax: configuration.loss == .crossEntropy)
    return TrainingMemory.byteCount(plan, configuration, batch: min(configuration.batch, count))
  }

  /// The network with its present numbers.
  public var network: Network { start.with(plan.layout.unpack(memory.weights.start)) }

  /// The network with the moving average of its numbers where there is one, else with the present ones.
  public var averagedNetwork: Network {
    start.with(plan.layout.unpack(update.average?.start ?? memory.weights.start))
  }

  /// Shows all examples once, or what is left of the epoch begun.
  ///
  /// `onStep` is called after every step and ends the call by returning false; the next call goes on there.
  public func runEpoch(_ onStep: (StepReport) -> Bool = { _ in true }) -> EpochReport {
    let began = monotonicSeconds()
    var ending = EpochReport.Ending.finished
    let order = shuffledOrder()
    examples.pixels.withUnsafeBufferPointer { pixels in
      examples.labels.withUnsafeBufferPointer { labels in
        order.withUnsafeBufferPointer { order in
          guard let pixels = pixels.baseAddress, let labels = labels.baseAddress, let order = order.baseAddress else {
            return
          }
          let run = EpochRun(
            pass: pass(pixels, labels, order), update: update, epoch: epoch, firstStep: step, steps: stepsPerEpoch,
            examples: examples.count,
            lossSum: lossSum, hits: hits, seen: seen)
          run.start(onStep)
          (step, lossSum, hits, seen, ending) = (run.step, run.lossSum, run.hits, run.seen, run.ending)
        }
      }
    }
    let count = Double(max(seen, 1))
    let report = EpochReport(
      ending: ending, epoch: epoch, loss: lossSum / count, accuracy: Double(hits) / count,
      seconds: monotonicSeconds() - began)
    if ending == .finished {
      epoch += 1
      (step, lossSum, hits, seen) = (0, 0, 0, 0)
    }
    return report
  }

  /// A pass over batches of `order`, whose pointers must outlive it.
  func pass(
    _ pixels: UnsafePointer<UInt8>, _ labels: UnsafePointer<UInt16>, _ order: UnsafePointer<Int32>
  ) -> BatchPass {
    BatchPass(
      memory: memory, loader: PictureLoader(plan.input, start.normalization), configuration: configuration,
      barrier: SpinBarrier(), pixels: pixels, labels: labels, order: order, epoch: epoch, exampleCount: examples.count,
      hasDistances: start.specification.endsWithDistances)
  }

  /// The order in which this epoch shows the examples: random, but the same for the same seed and epoch.
  @_spi(Benchmarks) public func shuffledOrder() -> [Int32] {
    var order = (0..<Int32(examples.count)).map { $0 }
    var generator = SeededGenerator(seed: configuration.seed ^ 0x6F72_6465, stream: UInt64(epoch))
    generator.shuffle(&order)
    return order
  }
}
