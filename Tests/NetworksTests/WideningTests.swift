import NetworkDescription
import NetworkEngine
import Testing

/// Maps of zeros behind those there are.
@Suite struct WideningTests {
  @Test func theMapsBehindAreZeros() throws {
    let input = Shape(channels: 2, height: 3, width: 3)
    let architecture = try Architecture(NetworkSpecification(parsing: "max 1 stride 2 widen 5"), input: input)
    #expect(architecture.output == Shape(channels: 5, height: 2, width: 2))
    #expect(architecture.parameterCount == 0 && architecture.multiplyAdds == 0)
    let map = ReferenceMap(shape: input, values: (1...18).map { Double($0) })
    let reference = ReferenceNetwork(Network(architecture))
    let maps = reference.forward(map)
    // Every second pixel of every second row, then three maps of zeros.
    #expect(maps[1].values == [1, 3, 7, 9, 10, 12, 16, 18] + [Double](repeating: 0, count: 12))
    let slopes = reference.inputGradient(maps, of: map, node: 1, seed: (1...20).map { Double($0) })
    #expect(slopes.values == [1, 0, 2, 0, 0, 0, 3, 0, 4, 5, 0, 6, 0, 0, 0, 7, 0, 8])
  }

  /// Behind it an activation, a maximum or a convolution, which may take its memory.
  @Test(arguments: [
    "conv 3 3x3 widen 7 sigmoid fc 3", "conv 3 3x3 widen 20 max 2 fc 3",
    "conv 3 3x3 relu widen 5 conv 4 3x3 padding 1 fc 3",
    "fc 4 widen 9 tanh fc 3", "widen 18 conv 4 3x3 fc 3", "conv 3 3x3 widen 3 relu fc 3",
    "a: conv 4 3x3 padding 1 relu b: conv 8 3x3 stride 2 padding 1 max 1 stride 2 from a widen 8 add b relu fc 3",
  ])
  func gradientsAreCentralDifferences(text: String) throws {
    try GradientTests.check(text)
    try GradientTests.check(text, count: 70, tolerance: 2e-4)
  }

  @Test(arguments: ["widen 5", "conv 3 3x3 widen 18 sigmoid", "a: conv 4 3x3 max 1 stride 2 widen 9 relu widen 33"])
  func theEngineIsTheReference(text: String) throws {
    try InferenceTests.compare(text, Shape(channels: 3, height: 8, width: 9))
  }

  @Test func textAndCodeComeBack() throws {
    let specification = try NetworkSpecification(parsing: "widen 32")
    #expect(specification.text == "widen 32")
    #expect(try NetworkSpecification(code: specification.code) == specification)
  }

  @Test(arguments: [
    ("widen", "widen1 needs a number of maps, as widen 32, but the network ends there."),
    ("widen 0", "widen1: a number of maps, as widen 32 is 0; expected 1 to 65536."),
    ("widen 2", "widen1: the number of maps is 2; expected the input's 3 or more."),
  ])
  func mistakesAreNamed(text: String, message: String) {
    #expect {
      _ = try Architecture(NetworkSpecification(parsing: text), input: Shape(channels: 3))
    } throws: {
      "\($0)" == message
    }
  }
}
