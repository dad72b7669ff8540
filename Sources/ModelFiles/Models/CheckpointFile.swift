import NetworkTraining
import SystemServices
import TextFormats

extension Checkpoint {
  private static let kind = "checkpoint"

  /// The bytes of a checkpoint file.
  public var encoded: [UInt8] {
    let architecture = network.architecture
    var metadata = ModelMetadata.texts(network, classes: classes, kind: Checkpoint.kind)
    metadata["settings"] = state.settings
    metadata["state"] =
      JSONValue.object([
        ("examples", .number(state.examples)), ("epoch", .number(state.epoch)), ("step", .number(state.step)),
        ("loss_sum", .number(state.lossSum)), ("hits", .number(state.hits)), ("seen", .number(state.seen)),
        ("seconds", .number(seconds)), ("log", .array(log.map { .string($0) })),
      ]).compactText
    metadata["origin"] = origin?.text
    if let best {
      metadata["best"] =
        JSONValue.object([("epoch", .number(best.epoch)), ("accuracy", .number(best.accuracy))]).compactText
    }
    var tensors = ModelMetadata.tensors(architecture, state.values)
    tensors += ModelMetadata.tensors(architecture, state.first, prefix: "first/")
    tensors += ModelMetadata.tensors(architecture, state.second, prefix: "second/")
    tensors += ModelMetadata.tensors(architecture, state.average, prefix: "average/")
    if let best { tensors += ModelMetadata.tensors(architecture, best.values, prefix: "best/") }
    return Safetensors(metadata: metadata, tensors: tensors).encoded
  }

  /// Writes a checkpoint, whole or not at all: what stood there before stays until the new one is on the disk.
  public func write(to path: String) throws(ModelFileError) {
    do { try writeFile(path, encoded, durable: true) } catch { throw .file(error) }
  }

  /// Reads a checkpoint file.
  public init(path: String) throws(ModelFileError) {
    let bytes: [UInt8]
    do { bytes = try readFile(path, isWanted: Safetensors.begins) } catch { throw .file(error) }
    try self.init(decoding: bytes, path: path)
  }

  /// Reads the bytes of a checkpoint file; `path` is named in errors.
  public init(decoding bytes: [UInt8], path: String) throws(ModelFileError) {
    let file: Safetensors
    do { file = try Safetensors(decoding: bytes) } catch { throw .safetensors(path: path, error) }
    let metadata = try ModelMetadata(file.metadata, kind: Checkpoint.kind, path: path)
    func json(_ key: String) throws(ModelFileError) -> JSONValue {
      do {
        return try JSONValue(parsing: Array((file.metadata[key] ?? "").utf8))
      } catch { throw .metadata(path: path, key: key) }
    }
    let state = try json("state")
    guard let examples = state.count("examples"), let epoch = state.count("epoch"), let step = state.count("step"),
      let lossSum = state.number("loss_sum"), let hits = state.count("hits"), let seen = state.count("seen"),
      let seconds = state.number("seconds"), let log = state["log"]?.texts
    else { throw .metadata(path: path, key: "state") }
    guard let settings = file.metadata["settings"] else { throw .metadata(path: path, key: "settings") }
    func values(_ prefix: String) throws(ModelFileError) -> [[Float]] {
      let isThere = file.tensors.contains { $0.name.hasPrefix(prefix) }
      return isThere ? try metadata.values(file, prefix: prefix, path: path) : []
    }
    var origin: TrainingOrigin?
    if let text = file.metadata["origin"] {
      guard let found = TrainingOrigin(text) else { throw .metadata(path: path, key: "origin") }
      origin = found
    }
    let current = try metadata.values(file, path: path)
    let network = try metadata.network(current, path: path)
    var best: Best?
    if file.metadata["best"] != nil {
      let entry = try json("best")
      guard let epoch = entry.count("epoch"), let accuracy = entry.number("accuracy") else {
        throw .metadata(path: path, key: "best")
      }
      best = Best(epoch: epoch, accuracy: accuracy, values: try metadata.values(file, prefix: "best/", path: path))
    }
    self.init(
      network: network, classes: metadata.classes,
      state: TrainingState(
        specification: metadata.architecture.specification.text, settings: settings, examples: examples, epoch: epoch,
        step: step, lossSum: lossSum, hits: hits, seen: seen, values: current, first: try values("first/"),
        second: try values("second/"), average: try values("average/")),
      best: best, seconds: seconds, log: log, origin: origin)
  }
}
