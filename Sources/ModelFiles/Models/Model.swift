import NetworkDescription

/// All that a model file holds: a network with its numbers, the names of its classes, and how it was taught.
public struct Model: Sendable, Equatable {
  /// The network, with its numbers and the normalisation of its pictures.
  public var network: Network
  /// What each output stands for.
  public var classes: [String]
  /// How it was taught; nil when the file does not say.
  public var record: TrainingRecord?
  /// How pictures are prepared for it.
  public var preparation: PicturePreparation
  /// What the pictures have in common that it learned from; nil when the file does not say, and for prepared ink, which
  /// looks like a digit whatever it came from.
  public var usual: UsualPictures?

  /// A model; throws when there are not as many outputs as classes.
  ///
  /// Without a `preparation` it is what models had before it was recorded: ink for those of MNIST's or drawn digits.
  public init(
    _ network: Network, classes: [String], record: TrainingRecord? = nil, preparation: PicturePreparation? = nil,
    usual: UsualPictures? = nil
  ) throws(NetworkError) {
    let output = network.architecture.output
    guard output.height == 1, output.width == 1, output.channels == classes.count else {
      throw .outputsDoNotMatchClasses(outputs: output, classes: classes.count)
    }
    self.network = network
    self.classes = classes
    self.record = record
    self.usual = usual
    let readsDigits =
      network.architecture.input == Shape(channels: 1, height: 28, width: 28) && classes == (0...9).map { "\($0)" }
    self.preparation = preparation ?? (readsDigits && record?.readsFolder != true ? .ink : .scaled)
  }
}

extension TrainingRecord {
  /// Whether it was taught with a folder's pictures, which were scaled.
  fileprivate var readsFolder: Bool { data != "digits" && data != "mnist" }
}

/// How a model was taught: enough to do it again.
///
/// It holds no times and no place, so that the same command writes the same file.
public struct TrainingRecord: Sendable, Equatable {
  /// The command that made it.
  public var command: String
  /// The program's version.
  public var version: String
  /// The data set's name.
  public var data: String
  /// Pictures learned from, and those kept apart for validation.
  public var trainingCount: Int, validationCount: Int
  /// Every setting that the numbers depend on, as one line of JSON.
  public var settings: String
  /// Epochs done, and the epoch whose numbers these are, both from 1.
  public var epochs: Int, keptEpoch: Int
  /// Shares of right answers; nil where they were not measured.
  public var validationAccuracy: Double?, testAccuracy: Double?

  /// A record of all these.
  public init(
    command: String, version: String, data: String, trainingCount: Int, validationCount: Int, settings: String,
    epochs: Int, keptEpoch: Int, validationAccuracy: Double? = nil, testAccuracy: Double? = nil
  ) {
    self.command = command
    self.version = version
    self.data = data
    self.trainingCount = trainingCount
    self.validationCount = validationCount
    self.settings = settings
    self.epochs = epochs
    self.keptEpoch = keptEpoch
    self.validationAccuracy = validationAccuracy
    self.testAccuracy = testAccuracy
  }
}
