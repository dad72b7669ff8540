import ConvolutionCore
import NetworkDescription
import NetworkEngine
import NetworkExplaining
import Testing

/// The gradient with respect to the picture against central differences, and what is built on it.
@Suite struct InputGradientTests {
  @Test(arguments: [
    "conv 3 3x3 tanh conv 2 2x2 stride 2 padding 1", "conv 4 3x2 dilation 2 groups 2 sigmoid", "max 2 fc 3",
    "conv 4 3x3 relu max 2 fc 5", "average 3 stride 2 padding 1 leaky-relu 0.1 fc 3", "sum 2 lecun-tanh fc 2",
    "subsample 2 tanh fc 2", "conv 3 3x3 batchnorm relu fc 2", "a: conv 2 1x1 b: conv 2 1x1 from input add a b fc 2",
    "a: conv 2 1x1 b: conv 3 1x1 from input concat a b tanh fc 2", "fc 4 softmax", "fc 84 rbf 10", "max all fc 2",
    "conv 3 3x2 stride 1x2 padding 1,2,0,1 tanh max 2 dilation 2x1 stride 1 padding 0,1,1,0 fc 2",
    "average 3x2 dilation 1x2 stride 2x1 padding 1x2 fc 2",
  ])
  func agreesWithCentralDifferences(text: String) throws {
    let input = Shape(channels: 2, height: 6, width: 7)
    let architecture = try Architecture(NetworkSpecification(parsing: text), input: input)
    var network = Network(architecture, initialization: .uniform, seed: 3)
    for parameter in architecture.parameters where parameter.role == .statistic {
      try network.set(parameter.name, to: (0..<parameter.count).map { 0.2 + Float($0) * 0.1 })
    }
    let reference = ReferenceNetwork(network)
    let picture = GradientTests.maps(try GradientTests.examples(1, input, classes: 2))[0]
    let last = architecture.shapes.count - 1
    var generator = SeededGenerator(seed: 9)
    let seed = (0..<architecture.output.count).map { _ in generator.normal() }
    func value(_ map: ReferenceMap) -> Double {
      zip(reference.forward(map)[last].values, seed).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let maps = reference.forward(picture, upTo: last)
    #expect(maps[last] == reference.forward(picture)[last])
    let gradient = reference.inputGradient(maps, of: picture, node: last, seed: seed)
    for index in picture.values.indices {
      var ahead = picture
      var behind = picture
      ahead.values[index] += 1e-6
      behind.values[index] -= 1e-6
      let middle = value(picture)
      let (above, below) = ((value(ahead) - middle) / 1e-6, (middle - value(behind)) / 1e-6)
      // Where a maximum or a ReLU changes sides within the step, either side's slope is right.
      let slack = 1e-5 * max(1, abs(above)) + 0.6 * abs(above - below)
      #expect(abs(gradient.values[index] - (above + below) / 2) <= slack, "\(text)[\(index)]")
    }
  }

  /// A value changes with a pixel if and only if the pixel lies in its receptive field.
  @Test(arguments: [
    "conv 2 3x3 padding 1 tanh conv 2 3x3", "conv 2 3x3 stride 2 tanh average 2 conv 1 2x2", "conv 2 3x2 dilation 2",
    "conv 2 3x2 stride 2x1 padding 1,0,2,1 tanh average 2x3 stride 1x2 dilation 2x1",
    "conv 2 4x4 dilation 1x2",
    "a: conv 2 3x3 padding 1 b: conv 2 5x5 padding 2 from input add a b",
  ])
  func receptiveFieldIsWhatIsSeen(text: String) throws {
    let input = Shape(channels: 1, height: 13, width: 14)
    let architecture = try Architecture(NetworkSpecification(parsing: text), input: input)
    let reference = ReferenceNetwork(Network(architecture, initialization: .uniform, seed: 4))
    let picture = GradientTests.maps(try GradientTests.examples(1, input, classes: 2))[0]
    let last = architecture.shapes.count - 1
    let shape = architecture.output
    let maps = reference.forward(picture, upTo: last)
    let field = architecture.receptiveFields[last]
    #expect(field.size == architecture.rows[last].receptiveField)
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        var seed = [Double](repeating: 0, count: shape.count)
        seed[y * shape.width + x] = 1
        let gradient = reference.inputGradient(maps, of: picture, node: last, seed: seed).values
        let seen = gradient.indices.filter { gradient[$0] != 0 }
        let window = field.window(y: y, x: x, height: input.height, width: input.width)
        #expect(seen.map { $0 / input.width }.min() == window.rows.lowerBound)
        #expect(seen.map { $0 / input.width }.max() == window.rows.upperBound - 1)
        #expect(seen.map { $0 % input.width }.min() == window.columns.lowerBound)
        #expect(seen.map { $0 % input.width }.max() == window.columns.upperBound - 1)
      }
    }
  }

  private func network(_ text: String = "conv 3 3x3 relu max 2 fc 4") throws -> Network {
    let shape = Shape(channels: 1, height: 10, width: 10)
    return Network(
      try Architecture(NetworkSpecification(parsing: text), input: shape), seed: 5,
      normalization: Normalization(mean: [0.4], deviation: [0.3]))
  }

  @Test func saliencyIsTheSlopeOfTheLogit() throws {
    let network = try network("conv 3 3x3 relu max 2 fc 4 softmax")
    let examples = try GradientTests.examples(1, network.architecture.input, classes: 4)
    let picture = Array(examples.picture(0))
    let saliency = try Saliency(network, picture: picture, output: 2)
    let logits = try Inference(network).activations(of: picture)[3].values
    for pixel in [0, 37, 55, 99] {
      var other = picture
      other[pixel] = picture[pixel] < 255 ? picture[pixel] + 1 : picture[pixel] - 1
      let change = Double(try Inference(network).activations(of: other)[3].values[2] - logits[2]) * 255
      let slope = other[pixel] > picture[pixel] ? change : -change
      #expect(abs(slope - saliency.gradient[pixel]) < 0.02 * max(1, abs(slope)))
    }
    #expect(saliency.strength[37] == Float(saliency.gradient[37].magnitude))
  }

  @Test func occlusionCoversASquare() throws {
    let network = try network()
    let examples = try GradientTests.examples(1, network.architecture.input, classes: 4)
    let picture = Array(examples.picture(0))
    let inference = Inference(network)
    let map = try OcclusionMap(inference, picture: picture, answer: 1, side: 3)
    #expect(map.whole == (try inference.probabilities(of: picture))[1])
    var covered = picture
    for (y, x) in [(0, 8), (0, 9), (1, 8), (1, 9)] { covered[10 * y + x] = 102 }
    #expect(abs(map.covered[9] - (try inference.probabilities(of: covered))[1]) < 1e-6)
    #expect(map.loss[9] == map.whole - map.covered[9])
    #expect(map.cover == [102])
  }

  @Test func excitingPatchesAreTheLargestValues() throws {
    let network = try network()
    let examples = try GradientTests.examples(90, network.architecture.input, classes: 4)
    let inference = Inference(network)
    let found = try ExcitingPatches(inference, layer: "conv1", in: examples, count: 4)
    #expect(found.patches.count == 3)
    for (filter, patches) in found.patches.enumerated() {
      let best = try (0..<90).map { index in
        try inference.activations(of: Array(examples.picture(index)))[0].values[filter * 64..<(filter + 1) * 64].max()
          ?? 0
      }
      #expect(patches.map(\.value) == best.sorted(by: >).prefix(4).map { $0 })
      #expect(patches.allSatisfy { best[$0.picture] == $0.value && $0.rows.count == 3 && $0.columns.count == 3 })
    }
    #expect(throws: NetworkError.unknownLayer("conv7")) {
      try ExcitingPatches(inference, layer: "conv7", in: examples, count: 4)
    }
  }

  @Test func climbingStartsFromGrayWhateverTheNormalization() throws {
    let input = Shape(channels: 1, height: 8, width: 8)
    let architecture = try Architecture(NetworkSpecification(parsing: "conv 3 3x3 relu max 2 fc 4"), input: input)
    for mean in [0, 0.13, 0.8] as [Float] {
      let network = Network(
        architecture, seed: 5, normalization: Normalization(mean: [mean], deviation: [0.3]))
      let gray = ReferenceMap(
        shape: input, values: [Double](repeating: (0.5 - Double(mean)) / Double(Float(0.3)), count: 64))
      let outputs = try #require(ReferenceNetwork(network).forward(gray).last).values
      for output in 0..<4 {
        let found = try PreferredInput(network, .output(output))
        #expect(abs(found.grayValue - outputs[output]) < 1e-9)
        #expect(found.value > found.grayValue)
      }
    }
  }

  @Test func climbingFindsTheFilterItself() throws {
    let network = try network()
    let input = try PreferredInput(network, .filter(layer: "conv1", filter: 1))
    #expect(input.shape == Shape(channels: 1, height: 3, width: 3))
    #expect(input.value > input.grayValue)
    // A linear value in a box is largest where every pixel is black or white by the sign of its weight.
    let weights = try #require(network["conv1.weight"])[9..<18]
    for (pixel, weight) in zip(input.pixels, weights) where abs(weight) > 0.1 {
      #expect((pixel > 0.4) == (weight > 0))
    }
    #expect(try PreferredInput(network, .filter(layer: "conv1", filter: 1)) == input)
    let output = try PreferredInput(network, .output(3))
    #expect(output.shape == network.architecture.input)
    #expect(output.value > output.grayValue)
  }
}
