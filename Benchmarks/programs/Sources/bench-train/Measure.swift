import Datasets
import NetworkDescription
import NetworkEngine
@_spi(Benchmarks) import NetworkTraining
import SystemServices
import TextFormats
import Threading

/// A network with random numbers, as it is taught by default.
func startNetwork(_ name: String, _ examples: Examples, initialization: Initialization) throws -> Network {
  let specification = try NamedNetwork.named(name)?.specification ?? NetworkSpecification(parsing: name)
  let shape = Shape(channels: examples.channels, height: examples.height, width: examples.width)
  return Network(
    try Architecture(specification, input: shape), initialization: initialization,
    normalization: .unit)
}

/// Floating-point operations a second that the processor can do at most.
func peak(threads: Int) {
  printOut(JSONValue.object([("peak", .number(measuredPeak(threads: threads)))]).text)
}

/// Every step of a training on its own, beside what an epoch of 60,000 pictures would take on one core.
func profile(_ data: String, _ name: String) throws {
  let examples = try readDataset(DatasetSource(data)).training
  let network = try startNetwork(name, examples, initialization: .he)
  let trainer = try Trainer(network, examples: examples, configuration: TrainingConfiguration())
  printOut("peak of one core \(decimal(measuredPeak(threads: 1) * 1e-9, 1)) GFLOP/s")
  var total = 0.0
  for step in trainer.profile(rounds: 400) {
    total += step.forward + step.backward
    let times = "\(decimal(step.forward * 1e6, 1)) forward, \(decimal(step.backward * 1e6, 1)) backward"
    printOut("  \(step.name): \(times) us a block of 16")
  }
  printOut("  sum \(decimal(total * 1e6, 1)) us; 60,000 pictures \(decimal(total * 3750, 3)) s")
}

/// The test pictures at once, and one alone, in process.
func inference(_ data: String, _ name: String, threads: Int) throws {
  let dataset = try readDataset(DatasetSource(data))
  let test = dataset.test ?? dataset.training
  let network = try Inference(startNetwork(name, dataset.training, initialization: .he))
  var many = Double.infinity
  for _ in 0..<20 {
    let begin = monotonicSeconds()
    _ = try network.outputs(of: test, threads: threads)
    many = min(many, monotonicSeconds() - begin)
  }
  let picture = Array(test.picture(0))
  var times: [Double] = []
  for _ in 0..<501 {
    let begin = monotonicSeconds()
    _ = try network.probabilities(of: picture)
    times.append(monotonicSeconds() - begin)
  }
  times.sort()
  printOut(
    JSONValue.object([
      ("pictures", .number(test.count)), ("inference", .number(many)), ("single", .number(times[times.count / 2])),
    ]).text)
}
