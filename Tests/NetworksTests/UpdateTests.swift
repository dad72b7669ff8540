import ConvolutionCore
import NetworkDescription
import NetworkTraining
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Single steps against their formulas in double precision, and the rates of a schedule against PyTorch's.
@Suite struct UpdateTests {
  /// A training whose every epoch is one step over all examples, so that the order does not matter.
  static func trainer(
    _ text: String, change: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws -> Trainer {
    try TrainingTests.trainer(text, count: 40) {
      $0.batch = 40
      $0.epochs = 20
      change(&$0)
    }
  }

  @Test func adamWAndTheAverageFollowTheirFormulas() throws {
    let rate = 0.01
    let decay = 0.1
    let trainer = try UpdateTests.trainer("conv 3 3x3 tanh max 2 fc 5 relu fc 4") {
      $0.optimizer = .adamW()
      $0.learningRate = Float(rate)
      $0.weightDecay = Float(decay)
      $0.averageDecay = 0.9
    }
    for time in 1...8 {
      let before = trainer.state
      let gradient = trainer.gradientOfFirstBatch().gradient
      _ = trainer.runEpoch()
      let after = trainer.state
      for (index, parameter) in trainer.network.architecture.parameters.enumerated() {
        for i in 0..<parameter.count {
          let g = Double(gradient[index][i])
          let mean = 0.9 * Double(before.first[index][i]) + 0.1 * g
          let square = 0.999 * Double(before.second[index][i]) + 0.001 * g * g
          let shrunk = Double(before.values[index][i]) * (parameter.role == .weight ? 1 - rate * decay : 1)
          let corrected = (square / (1 - pow(0.999, time))).squareRoot() + 1e-8
          let expected = shrunk - rate * (mean / (1 - pow(0.9, time))) / corrected
          // A gradient of nearly 0 is divided by its own size: its rounding shows.
          let slack = g.magnitude > 1e-5 ? 2e-5 : 2 * rate
          #expect(abs(Double(after.values[index][i]) - expected) < slack, "\(parameter.name)[\(i)], step \(time)")
          // The average starts fast: its decay is (t + 1) / (t + 10) until that reaches 0.9.
          let share = 1 - min(0.9, Double(time) / Double(time + 9))
          let average = Double(before.average[index][i])
          let followed = average + share * (Double(after.values[index][i]) - average)
          #expect(abs(Double(after.average[index][i]) - followed) < 1e-6)
        }
      }
    }
  }

  private func pow(_ base: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1) { value, _ in value * base } }

  @Test func oneCycleIsPyTorchs() throws {
    // torch.optim.lr_scheduler.OneCycleLR(max_lr=0.06, total_steps=20, pct_start=0.2), PyTorch 2.13.
    let expected = [
      0.0024, 0.0168, 0.0456, 0.06, 0.05942356071786326, 0.0577163951097947, 0.05494410859272288, 0.05121323858278268,
      0.0466671603221601, 0.04148057704894081, 0.03585280624964521, 0.03000012, 0.024147433750354795,
      0.01851966295105919, 0.013333079677839903, 0.008787001417217319, 0.005056131407277116, 0.002283844890205299,
      0.0005766792821367355, 2.4e-07,
    ]
    let trainer = try UpdateTests.trainer("fc 4") {
      $0.learningRate = 0.06
      $0.schedule = .oneCycle
      $0.warmUp = 0.2
    }
    var rates: [Double] = []
    for _ in expected {
      _ = trainer.runEpoch { step in
        rates.append(Double(step.rate))
        return true
      }
    }
    for (found, wanted) in zip(rates, expected) { #expect(abs(found - wanted) < 1e-8 + 1e-6 * wanted) }
  }

  /// The same units are dropped each time, so the loss can be differenced.
  @Test(arguments: [
    "fc 9 tanh dropout 0.4 fc 4", "conv 3 3x3 dropout 0.5 tanh fc 4", "dropout 0.3 fc 5 dropout 0.2 fc 4",
  ])
  func dropoutPassesTheGradientOfWhatItKept(text: String) throws {
    let shape = TrainingTests.shape
    let architecture = try Architecture(NetworkSpecification(parsing: text), input: shape)
    let examples = try GradientTests.examples(40, shape, classes: 4)
    var configuration = TrainingConfiguration()
    configuration.batch = 40
    func value(_ network: Network) throws -> (loss: Double, gradient: [[Float]]) {
      try Trainer(network, examples: examples, configuration: configuration).gradientOfFirstBatch()
    }
    let start = Network(architecture, initialization: .uniform, seed: 3)
    let gradient = try value(start).gradient
    for (index, parameter) in architecture.parameters.enumerated() {
      let largest = Double(gradient[index].map(\.magnitude).max() ?? 0)
      for i in stride(from: 0, to: parameter.count, by: max(1, parameter.count / 5)) {
        var losses: [Double] = []
        for step in [Float(0.02), -0.02] {
          var values = start.values
          values[index][i] += step
          losses.append(
            try value(Network(architecture, values: values, normalization: start.normalization)).loss)
        }
        let slope = (losses[0] - losses[1]) / 0.04
        #expect(
          abs(slope - Double(gradient[index][i])) < 0.01 * largest + 2e-4, "\(text): \(parameter.name)[\(i)]")
      }
    }
  }
}
