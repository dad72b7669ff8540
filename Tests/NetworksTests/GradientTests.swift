import ConvolutionCore
import NetworkDescription
import NetworkTraining
import Testing

/// The gradient of every layer against central differences of the reference in double precision.
@Suite struct GradientTests {
  /// Pictures of random bytes with random classes.
  static func examples(_ count: Int, _ shape: Shape, classes: Int, seed: UInt64 = 7) throws -> Examples {
    var generator = SeededGenerator(seed: seed)
    return try Examples(
      channels: shape.channels, height: shape.height, width: shape.width,
      pixels: (0..<count * shape.count).map { _ in UInt8(generator.index(below: 256)) },
      labels: (0..<count).map { _ in generator.index(below: classes) })
  }

  static func maps(_ examples: Examples) -> [ReferenceMap] {
    let shape = Shape(channels: examples.channels, height: examples.height, width: examples.width)
    return (0..<examples.count).map { index in
      ReferenceMap(shape: shape, values: examples.picture(index).map { Double($0) / 255 })
    }
  }

  static func check(
    _ text: String, input: Shape = Shape(channels: 2, height: 7, width: 6), count: Int = 20, loss: Loss = .crossEntropy,
    smoothing: Float = 0, tolerance: Double = 1e-4
  ) throws {
    let architecture = try Architecture(NetworkSpecification(parsing: text), input: input)
    let network = Network(architecture, initialization: .uniform, seed: 3)
    let examples = try examples(count, input, classes: architecture.output.channels)
    var configuration = TrainingConfiguration()
    configuration.loss = loss
    configuration.batch = count
    configuration.labelSmoothing = smoothing
    let trainer = try Trainer(network, examples: examples, configuration: configuration)
    let (found, gradient) = trainer.gradientOfFirstBatch()

    var reference = ReferenceNetwork(network)
    let maps = maps(examples)
    let labels = examples.labels.map { Int($0) }
    func value() -> Double {
      reference.loss(batch: maps, labels: labels, loss: loss, smoothing: Double(smoothing))
    }
    #expect(abs(found - value()) < 2e-6 * max(1, value()), "the loss of \(text)")
    let middle = value()
    for (index, parameter) in architecture.parameters.enumerated() where parameter.role != .statistic {
      let largest = Double(gradient[index].map { $0.magnitude }.max() ?? 0)
      // Every number of a small parameter, some of a large one.
      let stride = max(1, parameter.count / 40)
      for i in Swift.stride(from: 0, to: parameter.count, by: stride) {
        let number = reference.parameters[index][i]
        if parameter.missing > 0 && number == 0 {
          #expect(gradient[index][i] == 0)
          continue
        }
        let step = 1e-6
        reference.parameters[index][i] = number + step
        let above = (value() - middle) / step
        reference.parameters[index][i] = number - step
        let below = (middle - value()) / step
        reference.parameters[index][i] = number
        // Where a maximum or a ReLU changes sides within the step, either side's slope is right.
        let slack = tolerance * max(largest, 1e-2) + 0.6 * abs(above - below)
        let difference = abs(Double(gradient[index][i]) - (above + below) / 2)
        #expect(
          difference <= slack, "\(text): \(parameter.name)[\(i)] is \(gradient[index][i]), not \(below)…\(above)")
      }
    }
  }

  @Test(arguments: [
    "conv 3 3x3 fc 3",
    "conv 9 3x3 fc 3",
    "conv 17 2x3 conv 5 3x2 fc 3",
    "conv 4 3x3 padding 1 conv 3 3x3 padding 2 fc 3",
    "conv 4 3x2 stride 2 padding 1 conv 18 2x2 stride 3 padding 1 fc 3",
    "conv 4 3x3 dilation 2 padding 2 conv 4 2x2 dilation 3 padding 1 fc 3",
    "conv 6 3x3 groups 2 conv 36 3x3 groups 2 padding 1 fc 3",
    "conv 4 1x1 conv 4 3x3 groups 4 padding 1 conv 34 1x1 fc 3",
    "conv 6 3x3 conv 16 3x3 connections lenet5 fc 3",
    "conv 4 3x3 no-bias fc 3 no-bias",
    "conv 3 7x6 fc 3",
    "conv 4 3x2 stride 2x1 padding 0x2 conv 5 2x3 stride 1x2 dilation 2x1 fc 3",
    "conv 4 3x3 padding 1,2,0,3 conv 3 3x3 padding 2,0,1,0 stride 2 fc 3",
    "conv 4 4x2 padding same conv 18 1x3 padding same dilation 1x2 fc 3",
    "conv 6 1x5 padding 0x2 groups 2 conv 6 5x1 padding 2x0 groups 3 fc 3",
  ]) func convolution(text: String) throws { try GradientTests.check(text) }

  @Test(arguments: [
    "fc 3", "fc 20 fc 3", "fc 33 fc 17 fc 3", "conv 3 3x3 flatten fc 5 fc 3", "conv 5 2x2 flatten relu fc 3",
  ]) func fullyConnected(text: String) throws { try GradientTests.check(text) }

  @Test(arguments: [
    "conv 4 2x2 max 2 fc 3", "conv 4 2x2 max 3 stride 2 fc 3", "conv 4 2x2 max 3 stride 1 padding 1 fc 3",
    "conv 4 2x2 max 2 stride 3 fc 3", "conv 4 2x2 average 2 fc 3", "conv 4 2x2 average 3x2 stride 2 padding 1 fc 3",
    "conv 4 2x2 sum 2 stride 1 fc 3", "conv 4 2x2 average all fc 3", "conv 4 2x2 max all fc 3", "conv 4 2x2 max 3 fc 3",
    "conv 4 2x2 subsample 2 fc 3", "conv 3 2x2 subsample 3 tanh conv 5 1x1 fc 3", "conv 4 2x2 max 2x3 stride 2 fc 3",
    "conv 4 2x2 max 3x2 stride 1x2 padding 1,0,2,1 fc 3", "conv 4 2x2 max 2 dilation 2 stride 1 fc 3",
    "conv 4 2x2 average 3x2 stride 2x1 padding 0,1,2,0 fc 3", "conv 4 2x2 sum 2 dilation 3x1 stride 1x2 padding 1 fc 3",
    "conv 4 2x2 max 2 padding same fc 3", "conv 4 2x2 max 2 stride 3 dilation 2 padding 1 fc 3",
  ]) func pooling(text: String) throws { try GradientTests.check(text) }

  /// Maps of several bands, the last of them short; windows with gaps between them; groups.
  @Test(arguments: [
    "conv 6 3x3 relu max 2 fc 3", "conv 6 4x3 max 2 stride 3 fc 3", "conv 8 3x3 padding 1 tanh max 3 fc 3",
    "conv 6 3x3 groups 2 stride 2 relu max 2 conv 4 2x2 max 2 fc 3", "conv 4 5x5 padding 2 max 3 stride 2 fc 3",
    "conv 6 3x5 stride 2x1 padding 0,2,1,1 relu max 2x3 fc 3", "conv 6 3x3 relu max 2 dilation 2 stride 3 fc 3",
  ]) func poolingAtOnce(text: String) throws {
    try GradientTests.check(text, input: Shape(channels: 2, height: 37, width: 41), count: 17)
  }

  @Test(arguments: [
    "conv 4 3x3 relu fc 3", "conv 4 3x3 leaky-relu 0.2 fc 3", "conv 4 3x3 tanh fc 3", "conv 4 3x3 lecun-tanh fc 3",
    "conv 4 3x3 sigmoid fc 3", "conv 4 3x3 relu max 2 fc 3", "conv 4 3x3 tanh max 2 fc 3",
    "conv 4 3x3 sigmoid max 2 stride 1 fc 3", "conv 4 3x3 leaky-relu max 2 tanh fc 3", "fc 6 relu fc 3",
    "conv 4 3x3 tanh relu sigmoid fc 3", "conv 4 3x3 relu conv 4 3x3 padding 1 relu max 2 fc 3", "tanh fc 3",
    "conv 4 3x3 max 2 relu fc 3", "conv 4 3x3 max 2 tanh fc 3",
  ]) func activation(text: String) throws { try GradientTests.check(text) }

  @Test(arguments: [
    "conv 4 3x3 batchnorm fc 3", "conv 4 3x3 no-bias batchnorm relu conv 6 3x3 batchnorm tanh fc 3",
    "fc 6 batchnorm relu fc 3", "batchnorm conv 4 3x3 relu fc 3",
    "a: conv 4 3x3 padding 1 b: batchnorm relu conv 4 3x3 padding 1 batchnorm add a relu average all fc 3",
    "a: conv 4 3x3 padding 1 b: batchnorm tanh conv 4 3x3 padding 1 batchnorm add a tanh average all fc 3",
    "a: conv 4 3x3 padding 1 b: batchnorm tanh add a tanh average all fc 3",
    "a: conv 4 3x3 padding 1 b: batchnorm conv 4 1x1 tanh average all fc 3",
    "a: conv 4 3x3 padding 1 b: batchnorm average all fc 3",
  ]) func batchNormalization(text: String) throws {
    try GradientTests.check(text)
    try GradientTests.check(text, count: 70, tolerance: 2e-4)
  }

  @Test(arguments: [
    "a: conv 4 3x3 padding 1 relu b: conv 4 3x3 padding 1 add a b relu concat a b fc 3",
    "a: conv 4 1x1 b: conv 5 1x1 from input concat a b conv 4 3x3 padding 1 tanh fc 3",
    "a: conv 4 1x1 relu b: tanh c: sigmoid from a add b c fc 3", "a: conv 4 1x1 add a a fc 3",
    "a: conv 4 3x3 b: max 2 c: average 2 from a concat b c d: relu e: conv 8 1x1 add d e fc 3",
    "a: fc 6 b: relu concat a b fc 3",
  ]) func graph(text: String) throws { try GradientTests.check(text) }

  @Test(arguments: Loss.allCases, [Float(0), 0.1])
  func losses(loss: Loss, smoothing: Float) throws {
    for text in ["conv 4 3x3 relu fc 5", "conv 4 3x3 tanh fc 4 softmax", "fc 3 sigmoid"] {
      try GradientTests.check(text, loss: loss, smoothing: loss == .hinge ? 0 : smoothing)
    }
  }

  @Test(arguments: [1, 15, 16, 17, 33, 64, 100]) func batches(count: Int) throws {
    try GradientTests.check("conv 4 3x3 relu max 2 fc 12 tanh fc 3", count: count)
  }

  @Test(arguments: ["lenet5", "lenet5-1998", "exercise"]) func namedNetworks(name: String) throws {
    let network = try #require(NamedNetwork.named(name))
    try GradientTests.check(network.text, input: network.input, count: 3)
  }
}
