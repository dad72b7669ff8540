import Comparison
import ConvolutionCore
import NetworkDescription
import NetworkEngine
import NetworkTraining
import Testing

@Suite struct FirstLayerTests {
  private static func examples(_ count: Int, seed: UInt64) throws -> Examples {
    var generator = SeededGenerator(seed: seed)
    let labels = (0..<count).map { _ in UInt8(generator.index(below: 3)) }
    // A bright bar at one of three heights.
    let pixels = labels.flatMap { label in
      (0..<144).map { UInt8(generator.index(below: 60)) + ($0 / 12 / 4 == Int(label) ? 150 : 0) }
    }
    return try Examples(channels: 1, height: 12, width: 12, pixels: pixels, labels: labels)
  }

  private static func network(seed: UInt64 = 1) throws -> Network {
    let shape = Shape(channels: 1, height: 12, width: 12)
    return Network(
      try Architecture(NetworkSpecification(parsing: "conv 4 3x3 relu max 2 fc 3"), input: shape), seed: seed,
      normalization: Normalization(mean: [0.2], deviation: [0.3]))
  }

  @Test func calibratedMapsHaveMeanZeroAndDeviationOne() throws {
    let examples = try FirstLayerTests.examples(100, seed: 3)
    var network = try FirstLayerTests.network()
    let layer = try #require(FirstLayer(network.architecture))
    let before = try #require(network["conv1.weight"])
    try layer.calibrate(&network, on: examples)
    let inference = Inference(network)
    for filter in 0..<4 {
      let values = try (0..<100).flatMap { index in
        try inference.activations(of: Array(examples.picture(index)))[0].values[filter * 100..<(filter + 1) * 100]
      }.map { Double($0) }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      #expect(abs(mean) < 1e-4)
      #expect(abs(variance - 1) < 1e-3)
      // The shape is kept.
      let after = try #require(network["conv1.weight"])
      let ratio = after[filter * 9] / before[filter * 9]
      for index in filter * 9..<(filter + 1) * 9 { #expect(abs(after[index] - ratio * before[index]) < 1e-4) }
    }
  }

  @Test func experimentsAreRepeatableAndFreezeWhatTheySay() throws {
    let (training, test) = (try FirstLayerTests.examples(200, seed: 1), try FirstLayerTests.examples(60, seed: 2))
    let sobel = try Kernel(width: 3, height: 3, numerators: [-1, 0, 1, -2, 0, 2, -1, 0, 1])
    func run(threads: Int) throws -> FirstLayerExperiment {
      var settings = TrainingConfiguration()
      settings.threads = threads
      settings.learningRate = 0.02
      let experiment = try FirstLayerExperiment(
        learned: FirstLayerTests.network(seed: 9), designed: [sobel], training: training, test: test,
        size: FirstLayerExperiment.Size(seeds: 2, epochs: 3, pictures: 150), configuration: settings)
      return try #require(experiment)
    }
    let (first, second) = (try run(threads: 1), try run(threads: 3))
    #expect(first.arms.map(\.accuracies) == second.arms.map(\.accuracies))
    #expect(first.arms.count == 8)
    #expect(first.arms.allSatisfy { $0.accuracies.count == 2 && $0.accuracies.allSatisfy { $0.count == 3 } })
    #expect(first.arms.flatMap(\.finals).allSatisfy { $0 > 0.5 })
  }

  @Test func copiedLayersKeepEveryBit() throws {
    let (other, original) = (try FirstLayerTests.network(seed: 5), try FirstLayerTests.network())
    var network = original
    let layer = try #require(FirstLayer(network.architecture))
    try layer.copy(layer, of: other, into: &network)
    #expect(network["conv1.weight"] == other["conv1.weight"])
    #expect(network["conv1.bias"] == other["conv1.bias"])
    #expect(network["fc1.weight"] == original["fc1.weight"])
  }
}
