import Datasets
import Networks
import Platform

/// Times training, layer by layer and whole, against the float32 peak measured beside it. Not shipped.
let arguments = CommandLine.arguments.dropFirst()
let folder = arguments.first ?? "mnist"
let name = arguments.dropFirst().first ?? "lenet5"
let threads = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 2
let epochs = arguments.dropFirst(3).first.flatMap { Int($0) } ?? 2

do {
  let data = try readDataset(DatasetSource(folder))
  let named = NamedNetwork.named(name)
  let specification = try named?.specification ?? NetworkSpecification(parsing: name)
  let examples = data.training
  let architecture = try Architecture(
    specification, input: Shape(channels: examples.channels, height: examples.height, width: examples.width))
  var configuration = TrainingConfiguration()
  configuration.threads = threads
  configuration.epochs = epochs
  if let frozen = environmentVariable("FROZEN") { configuration.frozen = frozen.split(separator: ",").map(String.init) }
  let peak = measuredPeak()
  printOut("peak of one core \(decimal(peak * 1e-9, 1)) GFLOP/s")
  let trainer = try Trainer(Network(architecture), examples: examples, configuration: configuration)
  var total = 0.0
  for step in trainer.profile(rounds: 200) {
    total += step.forward + step.backward
    let times = "\(decimal(step.forward * 1e6, 1)) forward, \(decimal(step.backward * 1e6, 1)) backward"
    printOut("  \(step.name): \(times) us a block of 16")
  }
  printOut("  sum \(decimal(total * 1e6, 1)) us; 60,000 pictures \(decimal(total * 3750, 3)) s")
  for _ in 0..<epochs {
    let report = trainer.runEpoch()
    var line = "epoch \(report.epoch + 1) \(decimal(report.seconds, 3)) s, loss \(decimal(report.loss, 6)), accuracy "
    line += decimal(100 * report.accuracy, 2)
    if let test = data.test {
      let begin = monotonicSeconds()
      let evaluation = try Inference(trainer.network).evaluate(test, threads: threads)
      line += "; test \(decimal(100 * evaluation.accuracy, 2)) in \(decimal(monotonicSeconds() - begin, 3)) s"
    }
    printOut(line)
  }
} catch {
  printError("Error: \(error)")
  exit(1)
}
