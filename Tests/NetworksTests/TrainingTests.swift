import ConvolutionCore
import NetworkDescription
import NetworkEngine
import NetworkTraining
import Testing

@Suite struct TrainingTests {
  static let text = "conv 4 3x3 padding 1 batchnorm relu max 2 dropout 0.2 conv 18 3x3 tanh fc 12 relu fc 4"
  static let plain = "conv 4 3x3 padding 1 relu max 2 conv 18 3x3 tanh fc 12 relu fc 4"
  static let shape = Shape(channels: 1, height: 12, width: 11)

  static func trainer(
    _ text: String, count: Int = 300, change: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws -> Trainer {
    let architecture = try Architecture(NetworkSpecification(parsing: text), input: shape)
    var configuration = TrainingConfiguration()
    configuration.batch = 48
    configuration.epochs = 3
    change(&configuration)
    return try Trainer(
      Network(architecture), examples: GradientTests.examples(count, shape, classes: 4), configuration: configuration)
  }

  static let settings: [@Sendable (inout TrainingConfiguration) -> Void] = [
    { _ in },
    { $0.batch = 16 },
    {
      $0.batch = 200; $0.optimizer = .adam(); $0.learningRate = 0.01; $0.weightDecay = 0.01
    },
    {
      $0.optimizer = .sgd(momentum: 0.9, nesterov: true); $0.averageDecay = 0.9; $0.schedule = .oneCycle;
      $0.warmUp = 0.2
    },
    {
      $0.optimizer = .adamW(); $0.learningRate = 0.01; $0.augmentation = .affine(); $0.schedule = .cosine
    },
    {
      $0.augmentation = .elastic(); $0.loss = .hinge; $0.schedule = .step(every: 1, factor: 0.5)
    },
  ]

  @Test(arguments: [text, plain], settings.indices)
  func weightsDoNotDependOnTheNumberOfThreads(text: String, number: Int) throws {
    var results: [[[Float]]] = []
    for threads in [1, 2, 3, 5] {
      let trainer = try TrainingTests.trainer(text) {
        TrainingTests.settings[number](&$0)
        $0.threads = threads
      }
      for _ in 0..<2 { #expect(trainer.runEpoch().ending == .finished) }
      results.append(trainer.averagedNetwork.values)
    }
    #expect(results.dropFirst().allSatisfy { $0 == results[0] })
  }

  @Test(arguments: [text, plain], settings.indices)
  func aResumedTrainingEndsWithTheSameBits(text: String, number: Int) throws {
    func fresh() throws -> Trainer { try TrainingTests.trainer(text, change: TrainingTests.settings[number]) }
    let whole = try fresh()
    for _ in 0..<3 { _ = whole.runEpoch() }
    var state = try fresh().state
    var pieces = 0
    // Stopped after every second step, each piece by a trainer that knows nothing but the state.
    while state.epoch < 3 {
      let trainer = try fresh()
      try trainer.resume(state)
      var steps = 0
      _ = trainer.runEpoch { _ in
        steps += 1
        return steps < 2
      }
      state = trainer.state
      pieces += 1
    }
    #expect(pieces >= 3)
    #expect(state == whole.state)
  }

  @Test func aStateOfAnotherTrainingIsRefused() throws {
    let trainer = try TrainingTests.trainer(TrainingTests.plain)
    let state = trainer.state
    #expect(throws: NetworkError.self) { try TrainingTests.trainer(TrainingTests.text).resume(state) }
    #expect(throws: NetworkError.self) { try TrainingTests.trainer(TrainingTests.plain, count: 299).resume(state) }
    #expect(throws: NetworkError.self) {
      try TrainingTests.trainer(TrainingTests.plain) { $0.learningRate = 0.1 }.resume(state)
    }
    var short = state
    short.values[0].removeLast()
    #expect(throws: NetworkError.self) { try trainer.resume(short) }
    var late = state
    late.step = 1000
    #expect(throws: NetworkError.self) { try trainer.resume(late) }
  }

  /// Running statistics of batch normalisation are among what is kept.
  @Test(arguments: [TrainingTests.plain, TrainingTests.text, "conv 4 3x3 batchnorm relu fc 6 batchnorm fc 4"])
  func aDivergingTrainingKeepsItsLastGoodWeights(text: String) throws {
    let trainer = try TrainingTests.trainer(text) { $0.learningRate = 1e30 }
    var last = trainer.network
    let report = trainer.runEpoch { _ in
      last = trainer.network
      return true
    }
    guard case .diverged(let step) = report.ending else {
      Issue.record("ended with \(report.ending)")
      return
    }
    #expect(step >= 1)
    #expect(trainer.network == last)
  }

  @Test func frozenLayersStayAndOthersLearnAsIfNothingElseHadChanged() throws {
    let trainer = try TrainingTests.trainer(TrainingTests.plain) {
      $0.frozen = ["conv1", "fc1"]
      $0.weightDecay = 0.1
    }
    let before = trainer.network
    _ = trainer.runEpoch()
    let after = trainer.network
    for (index, parameter) in before.architecture.parameters.enumerated() {
      let isFrozen = parameter.name.hasPrefix("conv1") || parameter.name.hasPrefix("fc1")
      #expect((before.values[index] == after.values[index]) == isFrozen, "\(parameter.name)")
    }
  }

  @Test func aTrainingLearnsWhatCanBeLearned() throws {
    // The class is the quadrant that is bright.
    var generator = SeededGenerator(seed: 5)
    var pixels: [UInt8] = []
    var labels: [UInt8] = []
    for _ in 0..<400 {
      let label = generator.index(below: 4)
      labels.append(UInt8(label))
      for y in 0..<12 {
        for x in 0..<11 {
          let bright = (y / 6) * 2 + (x > 5 ? 1 : 0) == label
          pixels.append(UInt8(generator.index(below: bright ? 256 : 160)))
        }
      }
    }
    let examples = try Examples(channels: 1, height: 12, width: 11, pixels: pixels, labels: labels)
    for text in [TrainingTests.text, TrainingTests.plain] {
      let architecture = try Architecture(NetworkSpecification(parsing: text), input: TrainingTests.shape)
      var configuration = TrainingConfiguration()
      configuration.batch = 32
      configuration.learningRate = 0.02
      let trainer = try Trainer(Network(architecture), examples: examples, configuration: configuration)
      for _ in 0..<8 { _ = trainer.runEpoch() }
      #expect(try Inference(trainer.network).evaluate(examples).accuracy > 0.97, "\(text)")
    }
  }

  @Test func dropoutDropsItsShareAndKeepsTheMean() throws {
    let shape = Shape(channels: 1, height: 20, width: 20)
    let architecture = try Architecture(NetworkSpecification(parsing: "dropout 0.25 fc 2"), input: shape)
    let examples = try Examples(
      channels: 1, height: 20, width: 20, pixels: [UInt8](repeating: 255, count: 400 * 64),
      labels: [UInt8](repeating: 0, count: 64))
    var configuration = TrainingConfiguration()
    configuration.batch = 64
    let trainer = try Trainer(Network(architecture), examples: examples, classes: 2, configuration: configuration)
    // The gradient of a weight is the mean of (probability − target) · input: inputs are 0 or 4/3.
    let (_, gradient) = trainer.gradientOfFirstBatch()
    let bias = gradient[1][0]
    let inputs = gradient[0][..<400].map { $0 / bias }
    let mean = inputs.reduce(0, +) / 400
    #expect(abs(mean - 1) < 0.02)
    #expect(Set(inputs).count > 8)
    let alone = try Inference(trainer.network).outputs(of: examples[0..<1])
    let reference = ReferenceNetwork(trainer.network).forward(
      ReferenceMap(shape: shape, values: [Double](repeating: 1, count: 400)))
    #expect(abs(Double(alone[0]) - reference[1].values[0]) < 1e-5)
  }

  @Test func settingsOutOfRangeAreNamed() throws {
    #expect(throws: NetworkError.invalidSetting("The momentum", found: "1.0", expected: "0 up to but not 1")) {
      try TrainingTests.trainer(TrainingTests.plain) { $0.optimizer = .sgd(momentum: 1, nesterov: false) }
    }
    #expect(throws: NetworkError.unknownLayer("conv9")) {
      try TrainingTests.trainer(TrainingTests.plain) { $0.frozen = ["conv9"] }
    }
  }
}
