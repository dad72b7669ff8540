import NetworkDescription
import NetworkEngine
import NetworkTraining
import Testing

/// A training that goes on with other settings or other pictures, and one number's step by itself.
@Suite struct ContinuationTests {
  static let optimizers: [Optimizer] = [
    .sgd(momentum: 0.9, nesterov: false), .sgd(momentum: 0.8, nesterov: true), .adam(), .adamW(),
  ]

  private func network() throws -> Network {
    let architecture = try Architecture(
      NetworkSpecification(parsing: "conv 3 3x3 relu max 2 fc 4"), input: Shape(channels: 1, height: 8, width: 8))
    return Network(architecture, seed: 5)
  }

  private func configuration(_ optimizer: Optimizer) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.optimizer = optimizer
    configuration.learningRate = 0.01
    configuration.weightDecay = 0.02
    configuration.batch = 8
    return configuration
  }

  private func examples(_ count: Int, from first: Int = 0) throws -> Examples {
    try Examples(
      channels: 1, height: 8, width: 8,
      pixels: (0..<64 * count).map { UInt8(truncatingIfNeeded: ($0 + 64 * first) * 37 % 251) },
      labels: (0..<count).map { UInt8(($0 + first) % 4) })
  }

  @Test(arguments: optimizers)
  func aTrainerThatGoesOnTakesTheSameSteps(optimizer: Optimizer) throws {
    let settings = configuration(optimizer)
    let whole = try Trainer(network(), examples: examples(40), configuration: settings)
    _ = whole.runEpoch()
    let later = try Trainer(network(), examples: examples(40), configuration: settings)
    later.goOn(from: whole)
    #expect(later.network == whole.network)
    _ = whole.runEpoch()
    _ = later.runEpoch()
    #expect(later.network == whole.network)
    #expect(later.optimizerState.first == whole.optimizerState.first)
    // Without its velocities it would be elsewhere.
    let fresh = try Trainer(network(), examples: examples(40), configuration: settings)
    _ = fresh.runEpoch()
    #expect(fresh.network != whole.network)
  }

  @Test func otherSettingsKeepTheVelocities() throws {
    let first = try Trainer(
      network(), examples: examples(40), configuration: configuration(.sgd(momentum: 0.9, nesterov: false)))
    _ = first.runEpoch()
    var settings = configuration(.sgd(momentum: 0.5, nesterov: true))
    settings.batch = 16
    settings.learningRate = 0.1
    let second = try Trainer(network(), examples: examples(40), configuration: settings)
    second.goOn(from: first)
    #expect(second.optimizerState.first == first.optimizerState.first)
    let adam = try Trainer(network(), examples: examples(40), configuration: configuration(.adam()))
    adam.goOn(from: first)
    #expect(adam.network == first.network)
    // A velocity is no mean of gradients.
    #expect(adam.optimizerState.first.allSatisfy { $0.allSatisfy { $0 == 0 } })
  }

  @Test func otherPicturesAreShownWithTheSameVelocities() throws {
    let settings = configuration(.sgd(momentum: 0.9, nesterov: false))
    let endless = try Trainer(network(), examples: examples(40), configuration: settings)
    _ = endless.runEpoch()
    let other = try Trainer(network(), examples: examples(40, from: 40), configuration: settings)
    other.goOn(from: endless)
    try endless.show(examples(40, from: 40))
    _ = endless.runEpoch()
    _ = other.runEpoch()
    #expect(endless.network == other.network)
    #expect(throws: NetworkError.invalidSetting("The number of pictures", found: "39", expected: "40, as before")) {
      try endless.show(examples(39))
    }
  }

  @Test(arguments: optimizers)
  func oneNumbersStepIsThatOfTheTraining(optimizer: Optimizer) throws {
    var settings = configuration(optimizer)
    settings.batch = 1
    let trainer = try Trainer(network(), examples: examples(1), configuration: settings)
    let step = try #require(SingleStep(settings))
    var states = trainer.network.values.map { $0.map { SingleStep.State(weight: $0) } }
    for time in 0..<3 {
      let gradient = trainer.gradientOfFirstBatch().gradient
      _ = trainer.runEpoch()
      for array in states.indices {
        for index in states[array].indices {
          states[array][index] = step.applied(
            states[array][index], gradient: gradient[array][index], time: time, isBias: array % 2 == 1)
        }
      }
      #expect(trainer.network.values == states.map { $0.map(\.weight) })
      #expect(trainer.optimizerState.first == states.map { $0.map(\.first) })
    }
  }
}
