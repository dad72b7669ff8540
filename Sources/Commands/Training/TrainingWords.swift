import CommandLineKit
import ModelFiles
import NetworkDescription
import NetworkTraining
import SystemServices

extension PicturePreparation: ExpressibleByArgument {}

/// The optimisers by name.
enum OptimizerWord: String, CaseIterable, ExpressibleByArgument {
  case sgd, adam, adamw
}

/// The augmentations by name.
enum AugmentationWord: String, CaseIterable, ExpressibleByArgument {
  case none, affine, elastic

  var augmentation: Augmentation {
    switch self {
    case .none: .none
    case .affine: .affine()
    case .elastic: .elastic()
    }
  }
}

/// How much the pictures of each class count.
enum ClassWeightsWord: String, CaseIterable, ExpressibleByArgument {
  /// All pictures alike.
  case none
  /// All classes alike.
  case balanced
}

/// Settings that belong together.
enum Recipe: String, CaseIterable, ExpressibleByArgument {
  /// What every tutorial begins with.
  case plain
  /// What reaches the best accuracy on handwritten digits.
  case best

  var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    guard self == .best else { return configuration }
    configuration.optimizer = .sgd(momentum: 0.9, nesterov: true)
    configuration.learningRate = 0.06
    configuration.schedule = .oneCycle
    configuration.warmUp = 0.2
    configuration.weightDecay = 5e-4
    configuration.labelSmoothing = 0.05
    configuration.averageDecay = 0.998
    configuration.augmentation = .affine()
    configuration.epochs = 15
    return configuration
  }

  /// With pixels of deviation 1 the constant rate of the plain recipe is too hot: the accuracy never settles.
  var normalization: NormalizationWord { self == .best ? .data : .unit }
}

/// What pixels are turned into before the first layer.
enum NormalizationWord: String, CaseIterable, ExpressibleByArgument {
  /// 0…1.
  case unit
  /// Mean 0 and deviation 1 over the pictures to learn from.
  case data

  func normalization(of examples: Examples) -> Normalization {
    self == .unit ? .unit : Normalization(of: examples)
  }
}

/// A schedule as the command line writes it: `constant`, `step`, `step:2:0.5`, `cosine`, `one-cycle`.
struct ScheduleWord: ExpressibleByArgument {
  let schedule: Schedule
  let text: String

  init?(argument: String) {
    text = argument
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    switch parts[0] {
    case "constant" where parts.count == 1: schedule = .constant
    case "cosine" where parts.count == 1: schedule = .cosine
    case "one-cycle" where parts.count == 1: schedule = .oneCycle
    case "step" where parts.count <= 3:
      guard let every = parts.count > 1 ? Int(parts[1]) : 1, let factor = parts.count > 2 ? Float(parts[2]) : 0.5,
        factor.isFinite
      else { return nil }
      schedule = .step(every: every, factor: factor)
    default: return nil
    }
  }

  var defaultValueDescription: String { text }
  static var defaultCompletionKind: CompletionKind { .list(["constant", "step", "cosine", "one-cycle"]) }
}

/// What the first convolution begins with; whether it learns, `--freeze` says.
enum FirstLayerWord: ExpressibleByArgument {
  /// Random numbers, as all other layers; `random` says so where they are to be frozen.
  case learned, random
  /// Kernels by name, scaled and shifted so that their maps have mean 0 and deviation 1.
  case kernels(String)
  /// The weights and biases of a model's first convolution.
  case model(String)

  init?(argument: String) {
    switch argument {
    case "learned": self = .learned
    case "random": self = .random
    case "": return nil
    default:
      let isModel = fileExtension(argument) == "safetensors" || builtInModelNames.contains(argument)
      self = isModel ? .model(argument) : .kernels(argument)
    }
  }

  var defaultValueDescription: String {
    switch self {
    case .learned: "learned"
    case .random: "random"
    case .kernels(let list): list
    case .model(let name): name
    }
  }
}

extension Loss: ExpressibleByArgument {}
extension Initialization: ExpressibleByArgument {}

extension Schedule {
  /// As the command line writes it.
  var word: String {
    switch self {
    case .constant: "constant"
    case .step(let every, let factor): "step:\(every):\(factor)"
    case .cosine: "cosine"
    case .oneCycle: "one-cycle"
    }
  }
}
