import NetworkDescription
import NetworkEngine
import NetworkExplaining
import NetworkTraining
import Testing

/// What is too large or out of range ends in one line, before memory is taken.
@Suite struct LimitsTests {
  /// 48 layers that each double the channels.
  private static let doubling =
    "a0: relu " + (1...48).map { "a\($0): concat a\($0 - 1) a\($0 - 1)" }.joined(separator: " ")

  @Test(arguments: [
    (
      LimitsTests.doubling, Shape(channels: 1, height: 8, width: 8),
      "a24 has 16777216×8×8 values, and a network may have 1,000,000,000; use smaller layers or pictures."
    ),
    (
      "conv 65536 1024x1024 conv 65536 1024x1024", Shape(channels: 65536, height: 65536, width: 65536),
      "The input has 65536×65536×65536 values, and a network may have 1,000,000,000; use smaller layers or pictures."
    ),
    (
      "conv 65536 1024x1024", Shape(channels: 3, height: 1030, width: 1030),
      "conv1 has 65536×3×1024×1024 weights, and a network may have 1,000,000,000; use smaller layers or pictures."
    ),
    (
      "fc 1000000 fc 1000000 fc 10", Shape(channels: 1, height: 28, width: 28),
      "fc2 has 1000000×1000000 weights, and a network may have 1,000,000,000; use smaller layers or pictures."
    ),
    (
      "fc 30000 fc 30000 fc 3000 fc 30000 fc 10", Shape(channels: 1, height: 2, width: 2),
      "fc4 has 30000×3000 weights, and a network may have 1,000,000,000; use smaller layers or pictures."
    ),
    (
      "relu", Shape(channels: .max, height: .max, width: 2),
      "The input has \(Int.max)×\(Int.max)×2 values, and a network may have 1,000,000,000; use smaller layers or pictures."
    ),
  ])
  func sizesAreLimited(text: String, input: Shape, message: String) throws {
    let specification = try NetworkSpecification(parsing: text)
    #expect {
      _ = try Architecture(specification, input: input)
    } throws: {
      "\($0)" == message
    }
  }

  @Test func costsOfTheLargestDoNotOverflow() throws {
    let text = (0..<12).map { _ in "conv 10 3x3 padding 1" }.joined(separator: " ")
    let architecture = try Architecture(
      NetworkSpecification(parsing: text), input: Shape(channels: 10, height: 10_000, width: 10_000))
    #expect(architecture.multiplyAdds == 12 * 900 * 100_000_000)
  }

  /// Weights in single precision as read, kept and trained, their gradient in two shards and the velocity, and more.
  @Test func theMemoryOfATrainingIsKnownBefore() throws {
    let architecture = try Architecture(
      NetworkSpecification(parsing: "fc 30000 fc 30000 fc 10"), input: Shape(channels: 1, height: 28, width: 28))
    var configuration = TrainingConfiguration()
    let plain = Trainer.byteCount(of: architecture, count: 1000, configuration: configuration)
    #expect(!Trainer.needsFarLess(architecture, configuration: configuration, than: 4 * plain))
    #expect(Trainer.needsFarLess(architecture, configuration: configuration, than: 100 * plain))
    #expect(plain > 7 * 4 * 920_000_000 && plain < 8 * 4 * 930_000_000)
    configuration.optimizer = .adam()
    configuration.averageDecay = 0.99
    let more = Trainer.byteCount(of: architecture, count: 1000, configuration: configuration)
    #expect(more - plain > 2 * 4 * 920_000_000 && more - plain < 2 * 4 * 930_000_000)
  }

  @Test(arguments: [-1, 1_000_001, Int.max])
  func epochsAreLimited(epochs: Int) {
    var configuration = TrainingConfiguration()
    configuration.epochs = epochs
    #expect(throws: NetworkError.invalidSetting("The number of epochs", found: "\(epochs)", expected: "0 to 1000000")) {
      try configuration.check()
    }
  }

  private func network() throws -> Network {
    Network(
      try Architecture(
        NetworkSpecification(parsing: "conv 3 3x3 relu fc 4 softmax"), input: Shape(channels: 1, height: 6, width: 6)))
  }

  @Test(arguments: [-1, 4, Int.max])
  func explanationsAskForAnOutputThatIsThere(output: Int) throws {
    let network = try network()
    let picture = [UInt8](repeating: 9, count: 36)
    let error = NetworkError.invalidSetting("The output", found: "\(output)", expected: "0 to 3")
    #expect(throws: error) { try Saliency(network, picture: picture, output: output) }
    #expect(throws: error) { try OcclusionMap(Inference(network), picture: picture, answer: output, side: 3) }
    #expect(throws: error) { try PreferredInput(network, .output(output)) }
    #expect(
      throws: NetworkError.invalidSetting(
        "The filter of conv1", found: "\(output == 4 ? 3 : output)", expected: "0 to 2")
    ) { try PreferredInput(network, .filter(layer: "conv1", filter: output == 4 ? 3 : output)) }
  }

  @Test(arguments: [-3, 0, 4])
  func theCoveringSquareHasAMiddle(side: Int) throws {
    let network = try network()
    #expect(throws: NetworkError.invalidSetting("The square's side", found: "\(side)", expected: "an odd number")) {
      try OcclusionMap(Inference(network), picture: [UInt8](repeating: 9, count: 36), answer: 0, side: side)
    }
    #expect(throws: NetworkError.inputShape(expected: network.architecture.input, found: Shape(channels: 35))) {
      try OcclusionMap(Inference(network), picture: [UInt8](repeating: 9, count: 35), answer: 0, side: 3)
    }
  }

  /// More places than one batch of covered pictures: each has the probability of the picture covered there alone.
  @Test func occlusionMapsOfSeveralBatchesAreWhole() throws {
    let shape = Shape(channels: 2, height: 40, width: 30)
    let network = Network(try Architecture(NetworkSpecification(parsing: "conv 3 3x3 relu fc 3"), input: shape))
    let picture = Array(try GradientTests.examples(1, shape, classes: 2).picture(0))
    let inference = Inference(network)
    let map = try OcclusionMap(inference, picture: picture, answer: 1, side: 1)
    #expect(map.covered.count == 1200)
    for place in [0, 1023, 1024, 1199] {
      var covered = picture
      for channel in 0..<2 { covered[channel * 1200 + place] = 0 }
      #expect(abs(map.covered[place] - (try inference.probabilities(of: covered))[1]) < 1e-6)
    }
  }

  @Test func labelsTellMoreThan256ClassesApart() throws {
    let classes = 300
    let examples = try Examples(
      channels: 1, height: 1, width: 3, pixels: (0..<3 * classes).map { UInt8(truncatingIfNeeded: $0 * 37) },
      labels: Array(0..<classes))
    #expect(examples.labels[299] == 299)
    let dataset = try Dataset(name: "many", classes: (0..<classes).map { "\($0)" }, training: examples)
    #expect(dataset.classes.count == classes)
    #expect(throws: DatasetError.labelOutOfRange(-1, classes: 65_536, index: 1)) {
      try Examples(channels: 1, height: 1, width: 1, pixels: [0, 0], labels: [0, -1])
    }
    #expect(throws: DatasetError.labelOutOfRange(65_536, classes: 65_536, index: 0)) {
      try Examples(channels: 1, height: 1, width: 1, pixels: [0], labels: [65_536])
    }
    let architecture = try Architecture(
      NetworkSpecification(parsing: "fc \(classes)"), input: Shape(channels: 1, height: 1, width: 3))
    // Only output 299 is more than 0: the answer to every picture, which is right once.
    var bias = [Float](repeating: 0, count: classes)
    bias[299] = 1
    let network = try Network(
      architecture, values: [[Float](repeating: 0, count: 3 * classes), bias], normalization: .unit)
    let found = try Inference(network).evaluate(examples)
    #expect(found.answers == [UInt16](repeating: 299, count: classes))
    #expect(found.correct == 1)
    try GradientTests.check("fc 300", input: Shape(channels: 1, height: 1, width: 3), count: 40)
  }
}
