import NetworkDescription
import NetworkTraining
import Testing

/// The first ten losses of a small case against TensorFlow 2.21 in double precision (Tests/Oracle/first_losses.py).
@Suite struct FirstLossesTests {
  /// Knuth's MMIX congruential generator; the upper 32 bits as a number in 0…1.
  struct Numbers {
    var state: UInt64 = 1

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 32) / 4_294_967_296
    }
  }

  static let cases: [(name: String, losses: [Double])] = [
    (
      "momentum",
      [
        1.3878613, 1.3795303, 1.3674076, 1.3568695, 1.3514640, 1.3516341, 1.3552294, 1.3592071, 1.3613828, 1.3612349,
      ]
    ),
    (
      "nesterov",
      [
        1.3878613, 1.3729985, 1.3603580, 1.3530351, 1.3508144, 1.3516133, 1.3532050, 1.3542505, 1.3543927, 1.3538502,
      ]
    ),
    (
      "adam",
      [
        1.3878826, 1.3669748, 1.3577712, 1.3574924, 1.3583829, 1.3587988, 1.3572666, 1.3537890, 1.3500201, 1.3465083,
      ]
    ),
    (
      "squared",
      [
        0.4229610, 0.3970531, 0.3829580, 0.3752866, 0.3711099, 0.3688332, 0.3675883, 0.3669044, 0.3665254, 0.3663123,
      ]
    ),
  ]

  static func configuration(_ name: String) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.batch = 40
    configuration.epochs = 10
    configuration.learningRate = 0.1
    switch name {
    case "nesterov":
      configuration.optimizer = .sgd(momentum: 0.9, nesterov: true)
      configuration.weightDecay = 0.01
    case "adam":
      configuration.optimizer = .adam()
      configuration.learningRate = 0.01
      configuration.labelSmoothing = 0.1
    case "squared":
      configuration.optimizer = .sgd(momentum: 0, nesterov: false)
      configuration.learningRate = 0.05
      configuration.loss = .squared
    default: break
    }
    return configuration
  }

  @Test(arguments: cases.indices) func areThoseOfAnotherFramework(index: Int) throws {
    let (name, losses) = FirstLossesTests.cases[index]
    var numbers = Numbers()
    let pixels = (0..<40 * 144).map { _ in UInt8(numbers.next() * 256) }
    let labels = (0..<40).map { _ in UInt8(numbers.next() * 4) }
    let specification = try NetworkSpecification(
      parsing: "conv 4 5x5 padding 2 relu max 2 conv 8 3x3 tanh average 2 fc 16 sigmoid fc 4")
    let architecture = try Architecture(specification, input: Shape(channels: 1, height: 12, width: 12))
    var network = Network(architecture)
    for parameter in architecture.parameters {
      try network.set(parameter.name, to: (0..<parameter.count).map { _ in Float((numbers.next() - 0.5) * 0.6) })
    }
    let examples = try Examples(channels: 1, height: 12, width: 12, pixels: pixels, labels: labels)
    // One step an epoch: the order of the pictures does not matter.
    let trainer = try Trainer(network, examples: examples, configuration: FirstLossesTests.configuration(name))
    for (step, expected) in losses.enumerated() {
      let loss = trainer.runEpoch().loss
      #expect(abs(loss - expected) < 2e-6, "\(name), step \(step): \(loss), not \(expected)")
    }
  }
}
