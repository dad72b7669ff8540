import Datasets
import NetworkDescription
@_spi(Benchmarks) import NetworkTraining
import SystemServices
import TextFormats
import Threading

/// What the frameworks start from: pictures as uncompressed IDX files, first weights, the order of the first epoch;
/// and, on standard output, the losses of the first ten steps from there.
func prepare(_ data: String, _ name: String, folder: String, _ initialization: String?) throws {
  let dataset = try readDataset(DatasetSource(data))
  let examples = dataset.training
  let network = try startNetwork(
    name, examples, initialization: initialization.flatMap { Initialization(rawValue: $0) } ?? .he)
  try makeFolder(folder)
  try write(examples, "\(folder)/train")
  if let test = dataset.test { try write(test, "\(folder)/t10k") }
  var configuration = TrainingConfiguration()
  configuration.threads = coreCount
  let trainer = try Trainer(network, examples: examples, configuration: configuration)
  try writeFile("\(folder)/start.f32", bytes(network.values.flatMap { $0 }))
  try writeFile("\(folder)/order.i32", bytes(trainer.shuffledOrder()))
  var losses: [JSONValue] = []
  _ = trainer.runEpoch { step in
    losses.append(.number(step.loss))
    return losses.count < 10
  }
  let shapes = network.architecture.parameters.map { JSONValue.array($0.shape.map { .number($0) }) }
  printOut(
    JSONValue.object([
      ("data", .string(dataset.name)), ("shapes", .array(shapes)),
      ("mean", .number(network.normalization.mean[0])), ("deviation", .number(network.normalization.deviation[0])),
      ("training", .number(examples.count)), ("operations", .number(operations(network.architecture))),
      ("losses", .array(losses)),
    ]).text)
}

/// Floating-point operations of one picture forward and backward, a multiply-add being two: each weight acts forward,
/// on the way back to the inputs, and on its own gradient; the first layer needs no way back to the picture.
private func operations(_ architecture: Architecture) -> Int {
  let first = architecture.rows.first { $0.multiplyAdds > 0 }?.multiplyAdds ?? 0
  return 2 * (3 * architecture.multiplyAdds - first)
}

private func write(_ examples: Examples, _ stem: String) throws(FileError) {
  func header(_ sizes: [Int]) -> [UInt8] {
    [0, 0, 8, UInt8(sizes.count)] + sizes.flatMap { size in [24, 16, 8, 0].map { UInt8(size >> $0 & 255) } }
  }
  let sizes = [examples.count, examples.height, examples.width]
  try writeFile("\(stem)-images-idx3-ubyte", header(sizes) + examples.pixels)
  try writeFile("\(stem)-labels-idx1-ubyte", header([examples.count]) + examples.labels.map { UInt8($0) })
}

private func bytes<Number>(_ numbers: [Number]) -> [UInt8] { numbers.withUnsafeBytes { Array($0) } }
