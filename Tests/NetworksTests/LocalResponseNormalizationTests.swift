import NetworkDescription
import NetworkEngine
import Testing

/// Local response normalisation against numbers of PyTorch's `LocalResponseNorm` in double precision.
@Suite struct LocalResponseNormalizationTests {
  static let values = [0.5, -1.25, 2.0, 0.75, -3.0, 1.5, 0.25]
  static let slopes = [1.0, -0.5, 0.25, 2.0, -1.0, 0.125, 0.75]

  /// The layer, what it makes of the values, and ∂(Σ slope · result)/∂value.
  static let cases: [(text: String, results: [Double], gradient: [Double])] = [
    (
      "lrn 5 alpha 1e-4 beta 0.75 k 2",
      [0.2972888189, -0.743218912, 1.189070003, 0.4458945638, -1.783598317, 0.8918259092, 0.1486382785],
      [0.5945703922, -0.2972527327, 0.1485245195, 1.1890132988, -0.5943889927, 0.0742536235, 0.4459073122]
    ),
    (
      "lrn 3 alpha 0.5 k 1",
      [0.4101955261, -0.7520852731, 1.1800003143, 0.3091052882, -1.3264504594, 0.6775398709, 0.1957738595],
      [0.7571365588, -0.0970793067, -0.1157980185, 0.6775817627, 0.0571752353, -0.161840512, 0.5788631568]
    ),
    (
      "lrn 5 alpha 1 beta 0.625 k 0.5",
      [0.3639099839, -0.8732951327, 0.902053855, 0.3165742271, -1.32995031, 0.7752514789, 0.1324726059],
      [0.6618234, -0.134550812, -0.4118164743, 0.6822054812, 0.04712814951, -0.1569629114, 0.3704451152]
    ),
    (
      "lrn 1 alpha 2 k 1",
      [0.3688939732, -0.4318590731, 0.3849001795, 0.4261299534, -0.3296522574, 0.4176564973, 0.228863016],
      [0.3688939732, 0.0235559494, -0.0160375075, 0.2339536999, 0.0462669835, -0.0079101609, 0.57215754]
    ),
  ]

  @Test(arguments: LocalResponseNormalizationTests.cases)
  func theReferenceIsPyTorchs(text: String, results: [Double], gradient: [Double]) throws {
    let input = Shape(channels: 7)
    let architecture = try Architecture(NetworkSpecification(parsing: text), input: input)
    let reference = ReferenceNetwork(Network(architecture))
    let map = ReferenceMap(shape: input, values: LocalResponseNormalizationTests.values)
    let maps = reference.forward(map)
    let found = reference.inputGradient(maps, of: map, node: 0, seed: LocalResponseNormalizationTests.slopes)
    for i in 0..<7 {
      #expect(abs(maps[0].values[i] - results[i]) < 1e-9)
      #expect(abs(found.values[i] - gradient[i]) < 1e-9)
    }
  }

  /// Forward and backward in single precision; every lane a sample of its own scale.
  @Test(arguments: LocalResponseNormalizationTests.cases)
  func theEngineIsPyTorchs(text: String, results: [Double], gradient: [Double]) throws {
    guard case .localResponseNormalization(let layer)? = try NetworkSpecification(parsing: text).nodes.first?.layer
    else {
      Issue.record("no lrn")
      return
    }
    let values = LaneBuffer(7 * 16)
    let slopes = LaneBuffer(7 * 16)
    let found = LaneBuffer(7 * 16)
    let back = LaneBuffer(7 * 16)
    for i in 0..<7 * 16 {
      // Odd lanes are mirrored: the operation is odd, its gradient even.
      let sign: Double = i % 2 == 0 ? 1 : -1
      values.start[i] = Float(sign * LocalResponseNormalizationTests.values[i / 16])
      slopes.start[i] = Float(LocalResponseNormalizationTests.slopes[i / 16])
      back.start[i] = 10
    }
    let operation = layer.operation
    operation.forward(values.start, 7, found.start, 7)
    operation.backward(values.start, 7, found.start, slopes.start, 7, back.start, true)
    for i in 0..<7 * 16 {
      let sign: Double = i % 2 == 0 ? 1 : -1
      #expect(abs(Double(found.start[i]) - sign * results[i / 16]) < 1e-6)
      #expect(abs(Double(back.start[i]) - 10 - gradient[i / 16]) < 2e-6)
    }
  }

  @Test(arguments: [
    "conv 7 3x3 lrn 5 fc 3", "conv 20 3x3 relu lrn 5 alpha 0.5 k 2 max 2 fc 3", "fc 9 lrn 3 alpha 2 beta 0.6 fc 3",
    "lrn 1 alpha 3 conv 4 3x3 relu fc 3", "a: conv 5 3x3 lrn 3 alpha 1 b: tanh from a add lrn1 b relu fc 3",
  ])
  func gradientsAreCentralDifferences(text: String) throws { try GradientTests.check(text) }

  @Test(arguments: ["lrn 3", "lrn 5 alpha 0.3 beta 0.6", "conv 18 3x3 relu lrn 5 k 2 max 2 conv 4 2x2 lrn 9 alpha 1"])
  func theEngineIsTheReference(text: String) throws {
    try InferenceTests.compare(text, Shape(channels: 3, height: 8, width: 9))
  }

  @Test(arguments: [
    ("lrn 5 alpha 1e-4 beta 0.75 k 2", "lrn 5"), ("lrn", "lrn 5"), ("lrn k 1", "lrn 5 k 1"),
    ("lrn 3 k 2 alpha 0.5", "lrn 3 alpha 0.5"), ("lrn 7 beta 0.5", "lrn 7 beta 0.5"),
  ])
  func textIsShortAndReadBack(text: String, shortest: String) throws {
    let specification = try NetworkSpecification(parsing: text)
    #expect(specification.text == shortest)
    #expect(try NetworkSpecification(parsing: shortest) == specification)
    #expect(try NetworkSpecification(code: specification.code) == specification)
  }

  @Test(arguments: [
    ("lrn 4", "lrn1: the number of channels is 4; expected an odd number: a channel and as many on either side."),
    ("lrn 0", "lrn1: the number of channels is 0; expected 1 to 1023."),
    ("lrn 5 beta", "lrn1 needs a number behind beta, but the network ends there."),
    ("lrn 5 alpha nan", "lrn1: alpha is nan; expected 0.0 to 1000.0."),
    ("lrn 5 alpha relu", "lrn1 needs a number behind alpha, not 'relu'."),
    ("lrn 5 k 0", "lrn1: k is 0.0; expected 1e-06 to 1000.0."),
  ])
  func mistakesAreNamed(text: String, message: String) {
    #expect {
      _ = try NetworkSpecification(parsing: text)
    } throws: {
      "\($0)" == message
    }
  }
}
