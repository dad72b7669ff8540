import ConvolutionCore
import NetworkDescription
import NetworkEngine
import Testing

/// Networks built in code, and run on values that are no bytes.
@Suite struct NetworkBuilderTests {
  private let convolution = Layer.convolution(
    ConvolutionLayer(outputs: 4, kernel: Size(width: 3, height: 3), padding: 1))

  @Test func aGraphOfNamesIsTheOneOfTheSpecification() throws {
    var builder = NetworkBuilder()
    let first = try builder.add(convolution)
    let relu = try builder.add(.activation(.relu))
    #expect(first == "conv1" && relu == "relu1")
    let side = try builder.add(convolution, named: "side", from: NetworkBuilder.input)
    try builder.add(.sum, from: relu, side)
    try builder.add(.fullyConnected(FullyConnectedLayer(outputs: 3)))
    let text = "conv 4 3x3 padding 1 relu side: conv 4 3x3 padding 1 from input add relu1 side fc 3"
    #expect(try builder.specification == NetworkSpecification(parsing: text))
  }

  @Test func mistakesAreNamed() throws {
    var builder = NetworkBuilder()
    #expect(throws: NetworkError.emptySpecification) { try builder.specification }
    try builder.add(convolution, named: "a")
    #expect(throws: NetworkError.duplicateName("a")) { try builder.add(convolution, named: "a") }
    #expect(throws: NetworkError.duplicateName("input")) { try builder.add(convolution, named: "input") }
    #expect(throws: NetworkError.unknownInput("b", layer: "add1")) { try builder.add(.sum, from: "a", "b") }
  }

  private func inference(deviation: Float = 0.5) throws -> Inference {
    let architecture = try Architecture(
      NetworkSpecification(parsing: "conv 5 3x3 padding 2 relu max 2 fc 4"),
      input: Shape(channels: 2, height: 7, width: 6))
    return Inference(
      Network(architecture, normalization: Normalization(mean: [0.3, 0.4], deviation: [deviation, 0.7])))
  }

  @Test func wholeValuesGiveTheBitsOfBytes() throws {
    let inference = try inference()
    let shape = inference.network.architecture.input
    let bytes = Array(try GradientTests.examples(1, shape, classes: 2).picture(0))
    let values = bytes.map { Float($0) }
    #expect(try inference.probabilities(ofValues: values) == inference.probabilities(of: bytes))
    #expect(try inference.activations(ofValues: values) == inference.activations(of: bytes))
    let planes = [Array(values[..<42]), Array(values[42...])].map { Plane(width: 6, height: 7, values: $0) }
    #expect(try inference.probabilities(of: planes) == inference.probabilities(of: bytes))
    #expect(try inference.activations(of: planes) == inference.activations(of: bytes))
  }

  @Test func fractionsAreKept() throws {
    let inference = try inference()
    let network = inference.network
    let values = (0..<84).map { Float($0) * 2.71 + 0.3 }
    let normalized = values.enumerated().map { index, value in
      (Double(value) / 255 - Double(network.normalization.mean[index / 42]))
        / Double(network.normalization.deviation[index / 42])
    }
    let reference = ReferenceNetwork(network).forward(
      ReferenceMap(shape: network.architecture.input, values: normalized))
    for (layer, map) in zip(try inference.activations(ofValues: values), reference) {
      for (found, exact) in zip(layer.values, map.values) { #expect(abs(Double(found) - exact) < 1e-5) }
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func valuesThatAreNoNumbersAreNamed(value: Float) throws {
    let inference = try inference()
    var values = [Float](repeating: 9, count: 84)
    values[51] = value
    let error = NetworkError.invalidSetting(
      "Value 51 of the picture", found: "\(value)", expected: "a finite number")
    #expect(throws: error) { try inference.probabilities(ofValues: values) }
    #expect(throws: error) { try inference.activations(ofValues: values) }
    let planes = [Array(values[..<42]), Array(values[42...])].map { Plane(width: 6, height: 7, values: $0) }
    #expect(throws: error) { try inference.probabilities(of: planes) }
  }

  /// Values so large that they overflow where they are divided by the deviation.
  @Test func overflowIsNamed() throws {
    let inference = try inference(deviation: 0.001)
    #expect(throws: NetworkError.notFinite(layer: "conv1")) {
      try inference.probabilities(ofValues: [Float](repeating: 3e38, count: 84))
    }
  }

  @Test func wrongSizesAreNamed() throws {
    let inference = try inference()
    let shape = Shape(channels: 2, height: 7, width: 6)
    #expect(throws: NetworkError.inputShape(expected: shape, found: Shape(channels: 3))) {
      try inference.probabilities(ofValues: [1, 2, 3])
    }
    #expect(throws: NetworkError.inputShape(expected: shape, found: Shape(channels: 1, height: 7, width: 6))) {
      try inference.probabilities(of: [Plane(width: 6, height: 7)])
    }
    #expect(throws: NetworkError.inputShape(expected: shape, found: Shape(channels: 2, height: 6, width: 7))) {
      try inference.activations(of: [Plane(width: 7, height: 6), Plane(width: 7, height: 6)])
    }
  }
}
