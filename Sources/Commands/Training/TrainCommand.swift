import CommandLineKit
import Comparison
import ConvolutionCore
import Datasets
import DrawingKit
import MessagePassing
import ModelFiles
import NetworkDescription
import NetworkTraining
import SystemServices

/// `cnnlab train`: a network from random numbers to a model file.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Teach a network to tell pictures apart, and watch it learn.",
    discussion: """
      A network is a name (lenet5, lenet5-1998, visualizer, exercise, convnet4) or its
      layers in one line, as "conv 6 5x5 relu max 2 conv 16 5x5 relu max 2 fc 120 relu
      fc 10". 'cnnlab arch' shows what each layer makes of a picture.

      Data are digits (built in, drawn from strokes), mnist, fashion-mnist, cifar10,
      cifar10-gray, cifar4, cifar4-gray (looked for in $CNNLAB_DATA and the XDG folders;
      'cnnlab data fetch' brings them), or a folder with a subfolder of pictures for each
      class.

      Where no rate is given, the plain recipe takes one that learns: 0.05 for prepared
      digits (squared and hinge loss: 0.01), 0.01 for other pictures (squared: 0.005), which
      it brings to mean 0 and deviation 1 and begins with lecun. Outputs that are distances
      (lenet5-1998) take 0.002 and lecun. Networks of tanh and means alone begin other
      pictures tilted: lecun, and biases of deviation 0.5.

      The weights that read most validation pictures right are kept. Ctrl-C ends the step
      and saves; --resume goes on to the same weights as if nothing had happened.

      The same command gives the same weights for any number of threads, and on every
      processor with fused multiply-add (AVX2, AVX-512, arm64). Those without (older
      x86-64) agree among themselves; their weights differ from the former in the last
      places of every sum. 'mpirun -n N cnnlab train …' takes the same steps on N processes
      (Open MPI), of one machine or many: the same weights again. See docs/cluster.md.
      """)

  @Argument(
    help: ArgumentHelp("A network's name or its layers.", valueName: "name|spec"),
    completion: .list(NamedNetwork.all.map(\.name)))
  var network = "lenet5"
  @Option(
    help: ArgumentHelp("The pictures: a data set's name or a folder.", valueName: "name|folder"),
    completion: .list(DatasetName.allCases.map(\.rawValue)))
  var data = "digits"
  @Option(
    help: ArgumentHelp(
      "Pictures kept apart to choose the best epoch; 0 learns from all (5000, at most a sixth).", valueName: "n"))
  var validation: Int?
  @Option(
    help: ArgumentHelp(
      "How pictures become what the network is shown, here and wherever the model is used: ink finds one digit, scaled takes the middle (ink for digits and mnist, else scaled).",
      valueName: "ink|scaled"))
  var preparation: PicturePreparation?
  @Option(
    help: ArgumentHelp(
      "Make the pictures of a folder squares of this side (as they are when all are of one size up to 64, else 28).",
      valueName: "n"))
  var side: Int?
  @OptionGroup(title: "Training options") var training: TrainingOptions
  @OptionGroup(title: "Output options") var output: TrainingOutput
  @Option(
    help: ArgumentHelp(
      "Under mpirun: how long to wait for another process before the training is saved and ended.", valueName: "seconds"
    ))
  var processTimeout = 60
  @Flag(name: .shortAndLong, help: "Print nothing but errors.") var quiet = false
  @Flag(help: "Print settings, epochs and results as JSON, in the end.") var json = false

  mutating func validate() throws {
    if let validation, validation < 0 {
      throw ValidationError("--validation is \(validation): it must be 0 or more")
    }
    if let side, !(8...1024).contains(side) { throw ValidationError("--side is \(side): it must be 8 to 1024") }
    _ = try NetworkChoice(network)
    guard processTimeout > 0 else {
      throw ValidationError("--process-timeout is \(processTimeout): it must be 1 second or more")
    }
  }

  var needs: [OptionNeed] {
    [
      OptionNeed("--side", isMet: preparation != .ink, "with --preparation ink, whose digits are always 28×28"),
      OptionNeed(
        "--fill", isMet: training.configuration.augmentation != .none, "without --augment, which moves pictures"),
      OptionNeed("--quiet", isMet: !json, "with --json, which prints nothing else"),
    ]
  }

  mutating func run() throws {
    let command = self
    try withProcessTeam(patience: processTimeout) { team in
      let run = try agreed(team) { try command.prepared(team) }
      try agreed(team) { try run.training.checkSame(run.start, in: team) }
      if run.training.speaks && !command.quiet && !command.json { printOut(run.heading) }
      let result = try run.training.run(run.start)
      if run.training.speaks && command.json { printOut(result.text) }
    }
  }

  /// All that must be known before the first step.
  private func prepared(_ team: ProcessTeam?) throws -> (training: TrainingRun, start: Network, heading: String) {
    let choice = try NetworkChoice(network)
    let path = output.model(choice)
    // Process 0 writes for all.
    if team?.rank ?? 0 == 0 { try output.check(model: path) }
    let source = try DatasetSource(data)
    // Before pictures are drawn or read, which takes a while.
    if case .named(let set) = source, side == nil {
      _ = try architecture(choice, set.shape, classes: set.classes.count, data: source.name)
    }
    let pictures = try TrainingData(source, validation: validation, preparation: preparation, side: side)
    if team?.rank ?? 0 == 0 { warn(leftOut: pictures.leftOut) }
    let architecture = try architecture(
      choice, pictures.shape, classes: pictures.classes.count, data: pictures.name)
    let loss = training.loss ?? .crossEntropy
    let defaults = TrainingDefaults(
      architecture.specification, loss: loss, arePrepared: pictures.preparation == .ink)
    var configuration = training.configuration(defaults)
    if let team, training.threads == nil { configuration.threads = team.coresOfProcess }
    if training.epochs == nil && training.recipe == .plain {
      configuration.epochs = TrainingDefaults.epochs(
        pictures: pictures.training.count, batch: configuration.batch)
    }
    if training.classWeights == .balanced { configuration.classWeights = pictures.balancedWeights }
    if configuration.augmentation != .none {
      let usual = pictures.areFiles && pictures.preparation == .scaled ? pictures.meanByte : 0
      configuration.fill = training.fill.map { UInt8($0) } ?? usual
    }
    if !Trainer.needsFarLess(architecture, configuration: configuration, than: machineMemory) {
      let needed = Trainer.byteCount(of: architecture, count: pictures.training.count, configuration: configuration)
      guard needed <= machineMemory else {
        throw TrainingFailure.tooLittleMemory(needed: needed, machine: machineMemory)
      }
    }
    let start = try startNetwork(architecture, pictures, defaults)
    let layers = start.architecture.rows.filter { $0.parameters > 0 }.map(\.name)
    if let name = configuration.frozen.first(where: { !layers.contains($0) }) {
      throw TrainingFailure.nothingToFreeze(name, layers: layers)
    }
    let title = "\(choice.name) on \(pictures.name)"
    let record = TrainingRecord(
      command: commandLine, version: version, data: pictures.name, trainingCount: pictures.training.count,
      validationCount: pictures.validation?.count ?? 0, settings: configuration.identity, epochs: 0, keptEpoch: 0)
    let run = TrainingRun(
      data: pictures, configuration: configuration, output: output, modelPath: path, title: title, record: record,
      origin: TrainingOrigin(
        data: pictures.name, pictures: pictures.digest, firstLayer: training.firstLayer.defaultValueDescription,
        initialization: training.initialization(defaults).rawValue),
      usualRate: training.usualRate(defaults), isQuiet: quiet || json, team: team)
    return (run, start, heading(choice, start, pictures, configuration, path, processes: team?.count ?? 1))
  }

  private func architecture(
    _ choice: NetworkChoice, _ shape: Shape, classes: Int, data: String
  ) throws(TrainingFailure) -> Architecture {
    do throws(NetworkError) {
      return try choice.architecture(input: shape, classes: classes)
    } catch {
      throw .network(error, data: data)
    }
  }

  /// The network before the first step: random, its first layer perhaps given.
  private func startNetwork(
    _ architecture: Architecture, _ pictures: TrainingData, _ defaults: TrainingDefaults
  ) throws -> Network {
    var network = Network(
      architecture, initialization: training.initialization(defaults), seed: training.seed,
      normalization: training.normalization(defaults).normalization(of: pictures.training))
    let given = training.firstLayer
    if case .learned = given { return network }
    guard let layer = FirstLayer(architecture) else { throw TrainingFailure.noConvolution }
    switch given {
    case .learned, .random: break
    case .kernels(let list):
      let kernels = try KernelChoice.resolve(list: list).map(\.kernel)
      let filters = designedBank(kernels, count: layer.shape[0], width: layer.shape[3], height: layer.shape[2])
      guard !filters.isEmpty else {
        throw TrainingFailure.kernelsTooLarge(width: layer.shape[3], height: layer.shape[2])
      }
      try layer.replace(filters, strength: layer.strength(of: network), in: &network)
      try layer.calibrate(&network, on: pictures.training)
    case .model(let name):
      let other = try Model(named: name).network
      let found = FirstLayer(other.architecture)
      guard let found, found.shape == layer.shape else {
        throw TrainingFailure.firstLayersDiffer(name, found: found?.shape, expected: layer.shape)
      }
      try layer.copy(found, of: other, into: &network)
    }
    return network
  }

  /// The command that makes the same model anywhere.
  private var commandLine: String {
    var words = ["cnnlab", "train", network, "--data", data]
    if let validation { words += ["--validation", "\(validation)"] }
    if let side { words += ["--side", "\(side)"] }
    if let preparation { words += ["--preparation", preparation.rawValue] }
    return (words + training.words).map(shellWord).joined(separator: " ")
  }

  private func heading(
    _ choice: NetworkChoice, _ network: Network, _ pictures: TrainingData, _ configuration: TrainingConfiguration,
    _ path: String, processes: Int
  ) -> String {
    let architecture = network.architecture
    var lines = [
      "Network     \(choice.isNamed ? "\(choice.name): " : "")\(architecture.specification.text)",
      "            \(thousands(architecture.parameterCount)) parameters, "
        + "\(thousands(architecture.multiplyAdds)) multiply-adds a picture",
      "Data        \(pictures.name): \(thousands(pictures.training.count)) pictures to learn from"
        + (pictures.validation.map { ", \(thousands($0.count)) to validate" } ?? "")
        + (pictures.test.map { ", \(thousands($0.count)) to test with" } ?? ""),
      "            \(pictures.shape.text), \(pictures.classes.count) classes, \(pictures.preparation == .ink ? "ink prepared" : "scaled")",
      "Training    \(counted(configuration.epochs, "epoch")) of \(configuration.batch), \(settings(configuration))",
    ]
    switch training.firstLayer {
    case .learned: break
    case .random: lines.append("First layer random")
    case .kernels(let list): lines.append("First layer \(list)")
    case .model(let name): lines.append("First layer that of \(name)")
    }
    if !configuration.frozen.isEmpty {
      lines.append("Frozen      \(configuration.frozen.joined(separator: ", "))")
    }
    let arithmetic = InstructionSet.current.fusesProducts ? "with" : "without"
    lines.append(
      "Seed        \(configuration.seed); "
        + (processes > 1 ? "\(processes) processes of " : "")
        + "\(counted(configuration.threads, "thread")), but any number gives these weights,"
        + " on every processor \(arithmetic) fused multiply-add")
    lines.append("Output      \(path)\n")
    let columns = standardOutputIsTerminal ? max(40, terminalWidth) : Int.max
    return lines.map { $0.count > columns ? wrap($0, columns, indent: 12) : $0 }.joined(separator: "\n")
  }

  private func settings(_ configuration: TrainingConfiguration) -> String {
    var words: [String] = []
    switch configuration.optimizer {
    case .sgd(let momentum, let nesterov): words.append("sgd with \(nesterov ? "Nesterov " : "")momentum \(momentum)")
    case .adam: words.append("Adam")
    case .adamW: words.append("AdamW")
    }
    words.append("rate \(configuration.learningRate) \(configuration.schedule.word)")
    if configuration.warmUp > 0 { words.append("warm-up \(configuration.warmUp)") }
    words.append(configuration.loss.rawValue)
    if configuration.weightDecay > 0 { words.append("weight decay \(configuration.weightDecay)") }
    if configuration.labelSmoothing > 0 { words.append("label smoothing \(configuration.labelSmoothing)") }
    if let average = configuration.averageDecay { words.append("average \(average)") }
    switch configuration.augmentation {
    case .none: break
    case .affine: words.append("affine augmentation on \(configuration.fill)")
    case .elastic: words.append("elastic augmentation on \(configuration.fill)")
    }
    if !configuration.classWeights.isEmpty { words.append("balanced classes") }
    return words.joined(separator: ", ")
  }
}

/// Says what lay among the pictures of a folder and is not read.
func warn(leftOut paths: [String]) {
  guard !paths.isEmpty else { return }
  let names = paths.prefix(10).map { $0.printable(limit: 120) }.joined(separator: ", ")
  printError(
    "Warning: \(counted(paths.count, "entry", "entries")) left out, as only PNG and JPEG right in a class's folder are "
      + "read: \(names)\(paths.count > 10 ? ", …" : "")")
}

/// `1 epoch`, `2 epochs`.
func counted(_ count: Int, _ noun: String, _ nouns: String? = nil) -> String {
  "\(thousands(count)) \(count == 1 ? noun : nouns ?? noun + "s")"
}

/// A word as a shell takes it for one.
func shellWord(_ word: String) -> String {
  let isPlain = word.utf8.allSatisfy { byte in
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || "-_./:,=@%+~".utf8.contains(byte)
  }
  return isPlain && !word.isEmpty
    ? word : "'\(word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
}
