import ModelFiles
import NetworkDescription
import NetworkTraining
import SystemServices
import Testing
import TextFormats

@Suite struct ModelTests {
  static func network(_ text: String = "conv 2 3x3 relu max 2 fc 3", seed: UInt64 = 4) throws -> Network {
    let architecture = try Architecture(
      NetworkSpecification(parsing: text), input: Shape(channels: 1, height: 8, width: 8))
    return Network(architecture, seed: seed, normalization: Normalization(mean: [0.1307], deviation: [0.3081]))
  }

  static let record = TrainingRecord(
    command: "cnnlab train --seed 4", version: "0.1.0", data: "digits", trainingCount: 900, validationCount: 100,
    settings: #"{"batch":64,"average":null,"rate":0.05}"#, epochs: 5, keptEpoch: 4, validationAccuracy: 0.987,
    testAccuracy: nil)

  static func model() throws -> Model {
    try Model(try network(), classes: ["a", "b \"c\"", "é"], record: record)
  }

  @Test func whatIsWrittenIsRead() throws {
    let model = try Self.model()
    let read = try Model(decoding: model.encoded, path: "m")
    #expect(read == model)
    #expect(read.encoded == model.encoded)
    let plain = try Model(try Self.network(), classes: ["a", "b", "c"])
    #expect(try Model(decoding: plain.encoded, path: "m").record == nil)
  }

  @Test func theFileIsOneThatOthersRead() throws {
    let file = try Safetensors(decoding: try Self.model().encoded)
    #expect(file.metadata["spec"] == "conv 2 3x3 relu max 2 fc 3")
    #expect(file.metadata["input"] == "[1,8,8]")
    #expect(file.metadata["classes"] == #"["a","b \"c\"","é"]"#)
    #expect(file.metadata["normalization"] == #"{"mean":[0.1307],"deviation":[0.3081]}"#)
    #expect(file.tensors.map(\.name) == ["conv1.weight", "conv1.bias", "fc1.weight", "fc1.bias"])
    #expect(file["conv1.weight"]?.shape == [2, 1, 3, 3])
  }

  @Test func theSettingsOfARecordAreJSON() throws {
    let json = Self.record.json
    #expect(json["settings"]?["batch"]?.compactText == "64")
    #expect(json["settings"]?["rate"]?.compactText == "0.05")
    #expect(TrainingConfiguration().identity.hasPrefix(#"{"optimizer":{"name":"sgd","momentum":0.9,"nesterov":false}"#))
  }

  /// A model file with one thing changed.
  static func changed(_ change: (inout Safetensors) -> Void) throws -> [UInt8] {
    var file = try Safetensors(decoding: try model().encoded)
    change(&file)
    return file.encoded
  }

  @Test func messages() throws {
    let cases: [(bytes: [UInt8], message: String)] = [
      ([1, 2, 3], "m: not a safetensors file: 3 bytes, expected at least 8 and a header"),
      (
        try Self.changed { $0.metadata["spec"] = nil },
        "m: a safetensors file, but not of cnnlab: its metadata have no 'spec'"
      ),
      (try Self.changed { $0.metadata["cnnlab"] = "checkpoint" }, "m is a checkpoint, expected a model"),
      (try Self.changed { $0.metadata["input"] = "[1,8]" }, "m: its metadata have no valid 'input'"),
      (try Self.changed { $0.metadata["classes"] = "a" }, "m: its metadata have no valid 'classes'"),
      (
        try Self.changed { $0.metadata["normalization"] = #"{"mean":[0],"deviation":[0]}"# },
        "m: its metadata have no valid 'normalization'"
      ),
      (try Self.changed { $0.metadata["training"] = "{}" }, "m: its metadata have no valid 'training'"),
      (
        try Self.changed { $0.metadata["classes"] = #"["a"]"# },
        "m: The network ends with 3 outputs, but there are 1 classes; end it with \"fc 1\"."
      ),
      (
        try Self.changed { $0.metadata["input"] = "[1,2,2]" },
        "m: conv1: a window of 3×3 does not fit into 1×2×2; use a smaller window or more padding."
      ),
      (
        try Self.changed { $0.tensors.removeLast() }, "m: the network's parameter 'fc1.bias' is not in it"
      ),
      (
        try Self.changed { $0.tensors.append(Tensor(name: "x", shape: [0], values: [])) },
        "m: the tensor 'x' belongs to no parameter of the network"
      ),
      (
        try Self.changed { $0.tensors[3] = Tensor(name: "fc1.bias", shape: [2], values: [1, 2]) },
        "m: Parameter 'fc1.bias' has shape 2; the network expects 3."
      ),
      (
        try Self.changed { $0.tensors[3] = Tensor(name: "fc1.bias", shape: [3], values: [1, .nan, 2]) },
        "m: 'fc1.bias' holds values that are not finite"
      ),
      (
        try Self.changed {
          $0.tensors[3] = Tensor(name: "fc1.bias", type: .signed32, shape: [3], bytes: [UInt8](repeating: 0, count: 12))
        }, "m: the tensor 'fc1.bias' is of type I32, expected F32"
      ),
    ]
    for (bytes, message) in cases {
      let error = #expect(throws: ModelFileError.self) { try Model(decoding: bytes, path: "m") }
      #expect(error.map { "\($0)" } == message)
    }
    let missing = #expect(throws: ModelFileError.self) { try Model(named: "/nowhere.safetensors") }
    #expect(missing == .unknownModel("/nowhere.safetensors", known: builtInModelNames))
  }

  @Test(arguments: [Optimizer.sgd(momentum: 0.9, nesterov: true), .adam()])
  func aTrainingGoesOnFromItsCheckpoint(optimizer: Optimizer) throws {
    let examples = try Examples(
      channels: 1, height: 8, width: 8,
      pixels: (0..<100 * 64).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 3) },
      labels: (0..<100).map { UInt8($0 % 3) })
    var configuration = TrainingConfiguration()
    configuration.optimizer = optimizer
    configuration.learningRate = 0.01
    configuration.batch = 16
    configuration.averageDecay = 0.9
    let whole = try Trainer(try Self.network(), examples: examples, classes: 3, configuration: configuration)
    _ = whole.runEpoch()
    _ = whole.runEpoch()

    let first = try Trainer(try Self.network(), examples: examples, classes: 3, configuration: configuration)
    _ = first.runEpoch()
    _ = first.runEpoch { $0.step < 3 }
    let saved = Checkpoint(
      network: first.network, classes: ["a", "b", "c"], state: first.state,
      best: .init(epoch: 1, accuracy: 1.0 / 3, values: first.network.values), seconds: 0.1, log: ["1,2", "3,\"4"])
    let read = try Checkpoint(decoding: saved.encoded, path: "c")
    #expect(read == saved)
    let second = try Trainer(read.network, examples: examples, classes: 3, configuration: configuration)
    try second.resume(read.state)
    _ = second.runEpoch()
    #expect(second.network == whole.network)
    #expect(second.averagedNetwork == whole.averagedNetwork)
    let error = #expect(throws: ModelFileError.self) { try Model(decoding: saved.encoded, path: "c") }
    #expect(error.map { "\($0)" } == "c is a checkpoint, expected a model")
  }
}
