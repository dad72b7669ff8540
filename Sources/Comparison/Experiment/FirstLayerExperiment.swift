import ConvolutionCore
import NetworkDescription
import NetworkEngine
import NetworkTraining

/// Does the first layer matter? The rest of the network is trained from the same seeds on top of first layers of
/// different origin, frozen or trained on (after Jarrett et al., "What is the best multi-stage architecture for object
/// recognition?", ICCV 2009, and Saxe et al., "On random weights and unsupervised feature learning", ICML 2011).
public struct FirstLayerExperiment: Sendable {
  /// Where the first layer comes from.
  public enum Origin: String, Sendable, CaseIterable {
    /// The given network's.
    case learned
    /// Named kernels.
    case designed = "hand-designed"
    /// Gabor functions.
    case gabor = "Gabor"
    /// Random directions.
    case random
  }

  /// One first layer and all runs on top of it.
  public struct Arm: Sendable {
    /// Where the first layer comes from.
    public let origin: Origin
    /// Whether it stays as it is.
    public let isFrozen: Bool
    /// Accuracy on the test pictures after each epoch, for each seed.
    public internal(set) var accuracies: [[Double]]

    /// Accuracy after the last epoch, for each seed.
    public var finals: [Double] { accuracies.map { $0.last ?? 0 } }

    /// As the tables call it.
    public var name: String { origin.rawValue + (isFrozen ? ", frozen" : ", trained on") }

    /// The first epoch whose accuracy reaches `target`, for each seed that does.
    public func epochs(to target: Double) -> [Int] {
      accuracies.compactMap { run in run.firstIndex { $0 >= target }.map { $0 + 1 } }
    }
  }

  /// How much is trained.
  public struct Size: Sendable, Equatable {
    /// Runs of each arm, from seeds that follow each other.
    public var seeds: Int
    /// Passes over the pictures.
    public var epochs: Int
    /// Pictures to train on; fewer than there are for a quick answer.
    public var pictures: Int

    /// For a lecture: under two minutes.
    public static let quick = Size(seeds: 5, epochs: 2, pictures: 6000)
    /// For an answer: under a quarter of an hour.
    public static let full = Size(seeds: 10, epochs: 4, pictures: 60_000)

    /// A size of one's own.
    public init(seeds: Int, epochs: Int, pictures: Int) {
      self.seeds = seeds
      self.epochs = epochs
      self.pictures = pictures
    }
  }

  /// All arms, each origin frozen and trained on.
  public let arms: [Arm]
  /// What was trained.
  public let size: Size
  /// The settings of every run but for its seed.
  public let configuration: TrainingConfiguration

  /// Runs every arm; nil when a member of `team`, whose processes share the runs, does not answer.
  ///
  /// All arms of a seed share the rest of the network and the order of the pictures; each filter is scaled and shifted
  /// so that its map has mean 0 and deviation 1 (``FirstLayer/calibrate(_:on:)``).
  public init?(
    learned: Network, designed: [Kernel], training: Examples, test: Examples, size: Size,
    configuration settings: TrainingConfiguration, team: TrainingTeam = .alone,
    progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws(NetworkError) {
    guard let layer = FirstLayer(learned.architecture) else { throw .unknownLayer("conv1") }
    let (count, height, width) = (layer.shape[0], layer.shape[2], layer.shape[3])
    let examples = training[0..<min(size.pictures, training.count)]
    var arms = [false, true].flatMap { isFrozen in
      Origin.allCases.map { Arm(origin: $0, isFrozen: isFrozen, accuracies: []) }
    }
    let runs = size.seeds * arms.count
    // Members take turns: each gets runs of every kind.
    let shares = (0..<team.count).map { Array(stride(from: $0, to: runs, by: team.count)) }
    var own: [Double] = []
    for (done, number) in shares[team.rank].enumerated() {
      let (seed, index) = number.quotientAndRemainder(dividingBy: arms.count)
      do {
        let seed = settings.seed &+ UInt64(seed)
        var network = Network(learned.architecture, seed: seed, normalization: learned.normalization)
        let strength = layer.strength(of: network)
        switch arms[index].origin {
        case .learned: try layer.replace(from: learned, strength: strength, in: &network)
        case .designed:
          let filters = designedBank(designed, count: count, width: width, height: height)
          try layer.replace(filters, strength: strength, in: &network)
        case .gabor:
          let filters = gaborBank(count: count, width: width, height: height)
          try layer.replace(filters, strength: strength, in: &network)
        case .random: try layer.replace(from: network, strength: strength, in: &network)
        }
        try layer.calibrate(&network, on: examples)
        var configuration = settings
        configuration.seed = seed
        configuration.epochs = size.epochs
        configuration.frozen = arms[index].isFrozen ? [layer.name] : []
        let trainer = try Trainer(network, examples: examples, configuration: configuration)
        for _ in 0..<size.epochs {
          _ = trainer.runEpoch()
          own.append(try Inference(trainer.averagedNetwork).evaluate(test, threads: configuration.threads).accuracy)
        }
      }
      progress(done + 1, shares[team.rank].count)
    }
    guard let all = team.gather(own, counts: shares.map { $0.count * size.epochs }) else { return nil }
    let accuracies = Dictionary(
      uniqueKeysWithValues: shares.joined().enumerated().map { place, number in
        (number, Array(all[place * size.epochs..<(place + 1) * size.epochs]))
      })
    for number in 0..<runs { arms[number % arms.count].accuracies.append(accuracies[number] ?? []) }
    self.arms = arms
    self.size = size
    configuration = settings
  }

  /// The accuracy that three quarters of the runs reach, in thousandths.
  public var target: Double {
    let values = arms.flatMap { $0.accuracies.map { $0.max() ?? 0 } }.sorted()
    return values.isEmpty ? 0 : (values[values.count / 4] * 1000).rounded(.down) / 1000
  }
}
