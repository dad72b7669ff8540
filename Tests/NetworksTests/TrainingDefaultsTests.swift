import NetworkDescription
import NetworkEngine
import NetworkTraining
import Testing

@Suite struct TrainingDefaultsTests {
  /// Networks of tanh and means alone answer a negative with the negative answer; one ReLU or largest value ends that.
  @Test func oddNetworksAreFound() throws {
    for (text, isOdd) in [
      ("conv 6 5x5 tanh average 2 fc 3", true), ("conv 6 5x5 lecun-tanh subsample 2 fc 84 lecun-tanh rbf 3", true),
      ("conv 6 5x5 batchnorm tanh fc 3", true), ("conv 6 5x5 relu average 2 fc 3", false),
      ("conv 6 5x5 tanh max 2 fc 3", false), ("fc 20 sigmoid fc 3", false),
    ] {
      #expect(try NetworkSpecification(parsing: text).isOdd == isOdd, "\(text)")
    }
    #expect(NamedNetwork.all.filter { (try? $0.specification)?.isOdd == true }.map(\.name) == ["lenet5-1998"])
  }

  /// The property itself: with biases at 0 the outputs of the negative are the negatives.
  @Test func negativesAreAnsweredWithNegatives() throws {
    let architecture = try Architecture(
      NetworkSpecification(parsing: "conv 3 3x3 tanh average 2 subsample 2 lecun-tanh fc 3"),
      input: Shape(channels: 1, height: 10, width: 10))
    let pixels = (0..<100).map { UInt8($0 * 67 % 256) }
    let middle = Normalization(mean: [0.5], deviation: [0.25])
    func outputs(_ initialization: Initialization, _ pixels: [UInt8]) throws -> [Float] {
      let network = Network(architecture, initialization: initialization, seed: 2, normalization: middle)
      let picture = try Examples(channels: 1, height: 10, width: 10, pixels: pixels, labels: [0])
      return try Inference(network).outputs(of: picture)
    }
    let plain = zip(try outputs(.lecun, pixels), try outputs(.lecun, pixels.map { 255 - $0 }))
    #expect(plain.allSatisfy { abs($0 + $1) < 1e-5 })
    let tilted = zip(try outputs(.tilted, pixels), try outputs(.tilted, pixels.map { 255 - $0 }))
    #expect(tilted.contains { abs($0 + $1) > 0.1 })
  }

  /// Biases of deviation ½; the last layer's numbers a tenth where that is asked for; weights are lecun's.
  @Test func tiltedNumbersHaveTheirDeviations() throws {
    let architecture = try Architecture(
      NetworkSpecification(parsing: "fc 400 tanh fc 500"), input: Shape(channels: 1, height: 10, width: 10))
    func deviation(_ values: [Float]?) -> Double {
      let values = values ?? []
      return (values.reduce(0) { $0 + Double($1 * $1) } / Double(values.count)).squareRoot()
    }
    for (initialization, last) in [(Initialization.tilted, 1.0), (.tiltedSmall, 0.1)] {
      let network = Network(architecture, initialization: initialization, seed: 1)
      #expect(abs(deviation(network["fc1.bias"]) - 0.5) < 0.1)
      #expect(abs(deviation(network["fc2.bias"]) - 0.5 * last) < 0.1 * last)
      #expect(network["fc1.weight"] == Network(architecture, initialization: .lecun, seed: 1)["fc1.weight"])
      #expect(abs(deviation(network["fc2.weight"]) - 0.05 * last) < 0.001 * last)
    }
  }
}
