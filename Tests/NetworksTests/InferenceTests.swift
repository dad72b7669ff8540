import ConvolutionCore
import NetworkDescription
import NetworkEngine
import Testing

/// The fast forward pass against the reference.
@Suite struct InferenceTests {
  static func compare(_ text: String, _ shape: Shape, seed: UInt64 = 11) throws {
    let architecture = try Architecture(NetworkSpecification(parsing: text), input: shape)
    var network = Network(architecture, initialization: .uniform, seed: seed)
    for parameter in architecture.parameters where parameter.role == .statistic {
      try network.set(parameter.name, to: (0..<parameter.count).map { 0.2 + Float($0) * 0.1 })
    }
    let examples = try GradientTests.examples(2, shape, classes: 2, seed: seed)
    let inference = Inference(network)
    let found = try inference.activations(of: Array(examples.picture(1)))
    let expected = ReferenceNetwork(network).forward(GradientTests.maps(examples)[1])
    for (layer, map) in zip(found, expected) {
      #expect(layer.shape == map.shape)
      let scale = max(1, map.values.map { $0.magnitude }.max() ?? 1)
      let error = zip(layer.values, map.values).map { abs(Double($0) - $1) }.max() ?? 0
      #expect(error < 2e-6 * scale, "\(text) \(shape.text): \(layer.name) is off by \(error)")
    }
    // The path without observation skips and reorders work, and gives the same.
    let outputs = try inference.outputs(of: examples, threads: 1)
    let width = architecture.output.count
    for (fast, exact) in zip(outputs[width...], found[found.count - 1].values) {
      #expect(abs(fast - exact) <= 2e-6 * max(1, abs(exact)))
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 22, 33], [1, 2, 3, 5, 8, 13])
  func outputsAndWidths(outputs: Int, width: Int) throws {
    try InferenceTests.compare("conv \(outputs) 2x1", Shape(channels: 3, height: 3, width: width))
  }

  @Test(arguments: [1, 2, 3], [0, 1, 2])
  func stridesPaddingsDilationsAndGroups(stride: Int, padding: Int) throws {
    for kernel in ["1x1", "3x3", "2x4"] {
      for dilation in 1...3 {
        for groups in 1...2 {
          try InferenceTests.compare(
            "conv 6 \(kernel) stride \(stride) padding \(padding) dilation \(dilation) groups \(groups)",
            Shape(channels: 4, height: 11, width: 12))
        }
      }
    }
  }

  @Test(arguments: ["max", "average", "sum"], [1, 2, 3])
  func pooling(kind: String, window: Int) throws {
    for stride in 1...3 {
      for padding in 0..<window {
        try InferenceTests.compare(
          "\(kind) \(window) stride \(stride) padding \(padding)", Shape(channels: 3, height: 8, width: 7))
      }
    }
  }

  @Test(arguments: ["2x1", "1x3"], ["0x2", "2x0", "1,0,2,3", "0,3,1,0", "same"])
  func axesAndSidesApart(stride: String, padding: String) throws {
    for kernel in ["3x3", "2x5"] {
      for dilation in ["1", "1x2", "3x1"] {
        let options = "\(kernel) stride \(stride) padding \(padding) dilation \(dilation)"
        try InferenceTests.compare("conv 6 \(options) groups 2", Shape(channels: 4, height: 11, width: 12))
        try InferenceTests.compare("conv 18 \(options)", Shape(channels: 3, height: 11, width: 12))
      }
    }
  }

  @Test(arguments: ["max", "average", "sum"], ["0", "1x0", "0,1,2,0", "same"])
  func poolingAxesAndSidesApart(kind: String, padding: String) throws {
    for window in ["3", "3x4"] {
      for dilation in ["1", "2", "1x2"] {
        try InferenceTests.compare(
          "\(kind) \(window) stride 1x2 padding \(padding) dilation \(dilation)",
          Shape(channels: 3, height: 8, width: 9))
      }
    }
  }

  @Test(arguments: [
    "relu", "leaky-relu 0.3", "tanh", "lecun-tanh", "sigmoid", "softmax", "batchnorm", "flatten", "dropout 0.5",
    "conv 6 3x3 relu max 2", "conv 5 3x3 tanh max 3", "conv 20 3x3 sigmoid max 2 stride 1 fc 5 softmax",
    "a: conv 4 3x3 padding 1 b: relu conv 4 3x3 padding 1 add a relu concat a b fc 7", "flatten rbf 4",
  ]) func layers(text: String) throws {
    try InferenceTests.compare(text, Shape(channels: 3, height: 8, width: 9))
  }

  @Test(arguments: NamedNetwork.all.filter { $0.input.width <= 32 && $0.name != "densenet40" }.map(\.name))
  func namedNetworks(name: String) throws {
    let network = try #require(NamedNetwork.named(name))
    try InferenceTests.compare(network.text, network.input)
  }

  @Test func answersDoNotDependOnNeighboursOrThreads() throws {
    let named = try #require(NamedNetwork.named("lenet5"))
    let network = Network(try Architecture(named.specification, input: named.input))
    let examples = try GradientTests.examples(700, named.input, classes: 10)
    let inference = Inference(network)
    let outputs = try inference.probabilities(of: examples, threads: 1)
    #expect(try inference.probabilities(of: examples, threads: 3) == outputs)
    for index in [0, 17, 699] {
      let alone = try inference.probabilities(of: Array(examples.picture(index)))
      #expect(alone == Array(outputs[index * 10..<index * 10 + 10]))
      #expect(abs(alone.reduce(0, +) - 1) < 1e-5)
    }
    let evaluation = try inference.evaluate(examples)
    #expect(evaluation.count == 700 && evaluation.answers.count == 700)
  }

  @Test func picturesOfAnotherShapeAreRefused() throws {
    let named = try #require(NamedNetwork.named("lenet5"))
    let network = Network(try Architecture(named.specification, input: named.input))
    let shape = Shape(channels: 3, height: 28, width: 28)
    #expect(throws: NetworkError.inputShape(expected: named.input, found: shape)) {
      try Inference(network).outputs(of: GradientTests.examples(1, shape, classes: 2))
    }
  }
}
