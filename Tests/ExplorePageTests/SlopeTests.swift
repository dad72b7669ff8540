import ConvolutionCore
import NetworkDescription
import NetworkPacking
import NetworkTracing
import NetworkTraining
import Testing

/// The page's backpropagation against the reference and the training.
@Suite struct SlopeTests {
  static let specifications = [
    "conv 3 3x3 padding 1 stride 2 tanh conv 4 2x2 groups 1 relu fc 5", "conv 4 3x2 dilation 2 groups 2 sigmoid fc 3",
    "max 2 fc 3", "average 3 stride 2 padding 1 leaky-relu 0.1 fc 3", "sum 2 lecun-tanh fc 2", "subsample 2 tanh fc 2",
    "a: conv 2 1x1 b: conv 2 1x1 from input add a b fc 2",
    "a: conv 2 1x1 b: conv 3 1x1 from input concat a b tanh fc 2",
    "conv 4 3x3 relu max 3 stride 1 flatten fc 6 dropout 0 relu fc 4", "fc 84 rbf 10", "fc 4 softmax",
    "conv 7 3x3 lrn 5 alpha 0.5 relu fc 3", "conv 6 3x3 relu lrn 3 alpha 2 beta 0.6 k 0.5 fc 5 lrn alpha 1 fc 2",
    "a: conv 3 3x3 relu b: conv 5 3x3 padding 1 from a max 1 stride 2 from a widen 5 max 1 stride 2 from b add widen1 "
      + "relu fc 3",
  ]
  let input = Shape(channels: 2, height: 6, width: 7)

  private func picture() -> [UInt8] { (0..<input.count).map { UInt8(truncatingIfNeeded: $0 * 89 % 256) } }

  private func network(_ text: String) throws -> Network {
    let architecture = try Architecture(NetworkSpecification(parsing: text), input: input)
    return Network(
      architecture, initialization: .uniform, seed: 3,
      normalization: Normalization(mean: [0.4, 0.5], deviation: [0.3, 0.25]))
  }

  private func traced(_ network: Network) throws -> TracedNetwork {
    let packed = PackedNetwork(network)
    let size = TracedLayer.recordLength
    let layers = try (0..<packed.records.count / size).map {
      try #require(TracedLayer(packed.records[$0 * size..<($0 + 1) * size]))
    }
    return try #require(
      TracedNetwork(
        input: TracedLayer.Shape(channels: input.channels, height: input.height, width: input.width), layers: layers,
        parameters: packed.parameters, pixelScales: packed.scales, pixelShifts: packed.shifts))
  }

  @Test(arguments: specifications + ["conv 3 3x3 batchnorm relu fc 2"])
  func slopesOfThePictureAreThoseOfTheReference(text: String) throws {
    let network = try network(text)
    let traced = try traced(network)
    let values = picture().withUnsafeBufferPointer { traced.values(of: $0) }
    let count =
      traced.layers.indices.contains(traced.scoreLayer) ? network.architecture.shapes[traced.scoreLayer].count : 0
    var generator = SeededGenerator(seed: 9)
    let seed = (0..<count).map { _ in Float(generator.normal()) }
    let slopes = traced.slopes(seed: seed, in: values)
    let reference = ReferenceNetwork(network)
    let map = ReferenceMap(shape: input, values: values[..<input.count].map { Double($0) })
    let maps = reference.forward(map, upTo: traced.scoreLayer)
    let expected = reference.inputGradient(maps, of: map, node: traced.scoreLayer, seed: seed.map { Double($0) }).values
    let largest = expected.reduce(1e-3) { max($0, abs($1)) }
    for index in expected.indices { #expect(abs(Double(slopes[index]) - expected[index]) <= 1e-5 * largest) }
    // Each slope is the sum that its trace shows, bit for bit; the largest term is a weight times a later slope.
    for layer in -1..<traced.scoreLayer {
      let start = layer < 0 ? 0 : traced.starts[layer]
      let size = layer < 0 ? input.count : network.architecture.shapes[layer].count
      for index in [0, size / 2, size - 1] {
        let terms = traced.slopeTrace(layer: layer, index: index, slopes: slopes, in: values)
        #expect((terms.last?.sum ?? 0) == slopes[start + index])
        #expect(terms.allSatisfy { $0.factor * $0.slope == $0.product && slopes[$0.target] == $0.slope })
      }
    }
  }

  @Test(arguments: specifications)
  func slopesOfTheWeightsAreThoseOfTheTraining(text: String) throws {
    let network = try network(text)
    let traced = try traced(network)
    let values = picture().withUnsafeBufferPointer { traced.values(of: $0) }
    let examples = try Examples(channels: 2, height: 6, width: 7, pixels: picture(), labels: [1])
    var settings = TrainingConfiguration()
    settings.batch = 1
    let (loss, gradient) = try Trainer(network, examples: examples, configuration: settings).gradientOfFirstBatch()
    #expect(abs(Double(traced.loss(1, values)) - loss) <= 1e-5 * max(1, loss))
    let slopes = traced.slopes(seed: traced.lossSeed(1, values), in: values)
    let found = traced.parameterSlopes(slopes: slopes, in: values)
    // Slopes of leaky ReLUs and patterns stand among the packed numbers and are not learned.
    let packed = PackedNetwork(network).parameters
    let largest = gradient.joined().reduce(1e-6) { max($0, abs($1)) }
    var place = 0
    for (parameter, expected) in zip(network.architecture.parameters, gradient) {
      let numbers = network[parameter.name] ?? []
      while place + numbers.count <= packed.count, Array(packed[place..<place + numbers.count]) != numbers {
        place += 1
      }
      for index in expected.indices {
        #expect(abs(found[place + index] - expected[index]) <= 2e-5 * largest, "\(text) \(parameter.name)[\(index)]")
      }
      let index = place + expected.count / 2
      let terms = traced.parameterSlopeTrace(index, slopes: slopes, in: values)
      #expect((terms.last?.sum ?? 0) == found[index])
      place += expected.count
    }
  }

  @Test func aSoftmaxIsWorkedOut() throws {
    let traced = try traced(network("fc 3"))
    let (largest, powers, sum, shares) = traced.softmaxed([1, 3, 2])
    #expect(largest == 3)
    #expect(powers[1] == 1 && abs(powers[0] - 0.13533528) < 1e-7 && abs(powers[2] - 0.36787944) < 1e-7)
    #expect(sum == powers[0] + 1 + powers[2])
    #expect(shares[1] == 1 / sum)
  }
}
