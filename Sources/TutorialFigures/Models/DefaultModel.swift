import Datasets
import DrawnDigits
import ModelFiles
import NetworkDescription
import NetworkTraining

/// The networks that figures show when none is given.
enum DefaultModel {
  /// The LeNet-5 inside the program, taught with MNIST.
  static let lenet = builtIn("lenet")
  /// The simple ConvNet inside the program, taught with photographs of boats, birds, cats and dogs.
  static let convNet = builtIn("convnet")
  /// Drawn digits, to teach a network and to look for what excites its filters.
  static let digits = DigitSequence().examples(0..<12_000)
  /// The digit visualiser's network, taught with those digits in about a second.
  static let visualizer = taught("visualizer", epochs: 3)

  private static func builtIn(_ name: String) -> FigureModel {
    do {
      let model = try Model(named: name)
      return FigureModel(model.network, classes: model.classes)
    } catch {
      preconditionFailure("the model inside the program: \(error)")
    }
  }

  private static func taught(_ name: String, epochs: Int) -> FigureModel {
    do {
      let trainer = try trainer(name) { configuration in
        configuration.epochs = epochs
        configuration.schedule = .cosine
      }
      for _ in 0..<epochs { _ = trainer.runEpoch() }
      return FigureModel(trainer.network, classes: DatasetName.digits.classes)
    } catch {
      preconditionFailure("a named network and its own data: \(error)")
    }
  }

  /// A training with the drawn digits that has not begun.
  static func trainer(
    _ name: String, seed: UInt64 = 1, settings: (inout TrainingConfiguration) -> Void
  ) throws(NetworkError) -> Trainer {
    guard let named = NamedNetwork.named(name) else { throw .unknownLayer(name) }
    let architecture = try Architecture(named.specification, input: named.input)
    let network = Network(architecture, seed: seed, normalization: Normalization(of: digits))
    var configuration = TrainingConfiguration()
    // So small, and rising slowly, that no filter falls silent.
    configuration.learningRate = 0.01
    configuration.warmUp = 0.1
    settings(&configuration)
    return try Trainer(network, examples: digits, configuration: configuration)
  }
}
