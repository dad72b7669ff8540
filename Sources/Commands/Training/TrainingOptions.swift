import CommandLineKit
import NetworkDescription
import NetworkTraining
import SystemServices
import Threading

/// How a network is taught, as the command line says it: a recipe, and what differs from it.
struct TrainingOptions: ParsableArguments {
  @Option(help: "Settings that belong together; every other option changes one of them.") var recipe = Recipe.plain
  @Option(
    help: ArgumentHelp("Passes over the pictures (5, of few pictures more: 200 steps; best: 15).", valueName: "n"))
  var epochs: Int?
  @Option(help: ArgumentHelp("Pictures of one step (64).", valueName: "n")) var batch: Int?
  @Option(help: "How a step follows from the gradient (sgd).") var optimizer: OptimizerWord?
  @Option(help: ArgumentHelp("Momentum of sgd (0.9).", valueName: "x")) var momentum: Float?
  @Flag(help: "Nesterov's look ahead for sgd.") var nesterov = false
  @Option(help: ArgumentHelp("The step's length at its largest (see above; adam, adamw: 0.001).", valueName: "x"))
  var learningRate: Float?
  @Option(
    help: ArgumentHelp(
      "constant, step[:EPOCHS[:FACTOR]] (step:1:0.5), cosine or one-cycle (constant).", valueName: "schedule"))
  var schedule: ScheduleWord?
  @Option(help: ArgumentHelp("Share of all steps over which the rate rises (0; best: 0.2).", valueName: "x"))
  var warmUp: Float?
  @Option(help: ArgumentHelp("Shrinks the weights, not the biases (0).", valueName: "x")) var weightDecay: Float?
  @Option(help: ArgumentHelp("Share of the target spread over all classes (0).", valueName: "x"))
  var labelSmoothing: Float?
  @Option(help: ArgumentHelp("Decay of a moving average of the weights, as 0.998; 0 for none (0).", valueName: "x"))
  var average: Float?
  @Option(help: "Random changes of every picture shown (none).") var augment: AugmentationWord?
  @Option(
    help: ArgumentHelp(
      "What lies outside of an augmented picture, 0…255 (0; of a folder of pictures their mean).",
      valueName: "gray"))
  var fill: Int?
  @Option(help: "balanced: pictures of rare classes count more, so that all classes count alike (none).")
  var classWeights: ClassWeightsWord?
  @Option(help: "What is minimised (cross-entropy).") var loss: Loss?
  @Option(help: "The random numbers that the weights start from (he; see above).") var initialization: Initialization?
  @Option(help: "Pixels as 0…1 (unit), or with mean 0 and deviation 1 (data) (unit; see above; best: data).")
  var normalization: NormalizationWord?
  @Option(
    help: ArgumentHelp(
      "What the first convolution begins with: random numbers, KERNEL,KERNEL,… or that of a model; --freeze keeps it.",
      valueName: "learned|random|kernels|model"))
  var firstLayer = FirstLayerWord.learned
  @Option(help: ArgumentHelp("A layer that does not learn, as conv1; may be given several times.", valueName: "layer"))
  var freeze: [String] = []
  @Option(help: ArgumentHelp("Decides every random number.", valueName: "n")) var seed: UInt64 = 1
  @Option(help: ArgumentHelp("Threads; the result does not depend on them. By default one a core.", valueName: "n"))
  var threads: Int?

  /// The recipe with all changes; what is not given is what learns by `defaults`.
  func configuration(_ defaults: TrainingDefaults) -> TrainingConfiguration {
    var result = configuration
    guard learningRate == nil, (optimizer ?? .sgd) == .sgd else { return result }
    if recipe == .plain {
      result.learningRate = defaults.learningRate
    } else if result.loss != .crossEntropy {
      // As much smaller as for the plain recipe.
      result.learningRate *= defaults.learningRate / 0.05
    }
    return result
  }

  /// The rate where none is given.
  func usualRate(_ defaults: TrainingDefaults) -> Float {
    var usual = self
    usual.learningRate = nil
    return usual.configuration(defaults).learningRate
  }

  /// What the weights start from.
  func initialization(_ defaults: TrainingDefaults) -> Initialization {
    initialization ?? (recipe == .plain ? defaults.initialization : .he)
  }

  /// What pixels are turned into.
  func normalization(_ defaults: TrainingDefaults) -> NormalizationWord {
    normalization ?? (recipe == .plain && defaults.normalizesPixels ? .data : recipe.normalization)
  }

  /// The recipe with all changes.
  var configuration: TrainingConfiguration {
    var configuration = recipe.configuration
    if let epochs { configuration.epochs = epochs }
    if let batch { configuration.batch = batch }
    switch optimizer {
    case .adam:
      configuration.optimizer = .adam()
      configuration.learningRate = 0.001
    case .adamw:
      configuration.optimizer = .adamW()
      configuration.learningRate = 0.001
    case .sgd, nil:
      if case .sgd(let usual, let looksAhead) = configuration.optimizer {
        configuration.optimizer = .sgd(momentum: momentum ?? usual, nesterov: nesterov || looksAhead)
      }
    }
    if let learningRate { configuration.learningRate = learningRate }
    if let schedule { configuration.schedule = schedule.schedule }
    if let warmUp { configuration.warmUp = warmUp }
    if let weightDecay { configuration.weightDecay = weightDecay }
    if let labelSmoothing { configuration.labelSmoothing = labelSmoothing }
    if let average { configuration.averageDecay = average == 0 ? nil : average }
    if let augment { configuration.augmentation = augment.augmentation }
    if let loss { configuration.loss = loss }
    configuration.frozen = freeze
    configuration.seed = seed
    configuration.threads = threads ?? coreCount
    return configuration
  }

  mutating func validate() throws {
    let optimizer = optimizer ?? .sgd
    if optimizer != .sgd && (momentum != nil || nesterov) {
      throw ValidationError(
        "--\(momentum != nil ? "momentum" : "nesterov") belongs to --optimizer sgd, not to \(optimizer.rawValue)")
    }
    if let fill, !(0...255).contains(fill) { throw ValidationError("--fill is \(fill): it must be 0 to 255") }
    do throws(NetworkError) {
      try configuration.check()
    } catch {
      throw ValidationError(withoutFullStop(error.description))
    }
  }

  /// Those options that were given, for the record of how a model was made; threads do not change it.
  var words: [String] {
    var words: [String] = []
    func add(_ name: String, _ value: String?) {
      if let value { words += ["--\(name)", value] }
    }
    add("recipe", recipe == .plain ? nil : recipe.rawValue)
    add("epochs", epochs.map { "\($0)" })
    add("batch", batch.map { "\($0)" })
    add("optimizer", optimizer?.rawValue)
    add("momentum", momentum?.defaultValueDescription)
    if nesterov { words.append("--nesterov") }
    add("learning-rate", learningRate?.defaultValueDescription)
    add("schedule", schedule?.text)
    add("warm-up", warmUp?.defaultValueDescription)
    add("weight-decay", weightDecay?.defaultValueDescription)
    add("label-smoothing", labelSmoothing?.defaultValueDescription)
    add("average", average?.defaultValueDescription)
    add("augment", augment?.rawValue)
    add("fill", fill.map { "\($0)" })
    add("class-weights", classWeights?.rawValue)
    add("loss", loss?.rawValue)
    add("initialization", initialization?.rawValue)
    add("normalization", normalization?.rawValue)
    if case .learned = firstLayer {} else { add("first-layer", firstLayer.defaultValueDescription) }
    for layer in freeze { add("freeze", layer) }
    add("seed", "\(seed)")
    return words
  }
}

/// A sentence as the end of an error line.
func withoutFullStop(_ text: String) -> String { text.last == "." ? String(text.dropLast()) : text }
