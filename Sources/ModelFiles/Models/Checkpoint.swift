import NetworkDescription
import NetworkTraining

/// A training at one moment, with all that is needed to end it as if it had never been interrupted.
public struct Checkpoint: Sendable, Equatable {
  /// The best network of the epochs so far, and what it reached.
  public struct Best: Sendable, Equatable {
    /// The epoch, from 1.
    public var epoch: Int
    /// The share of right answers on the validation pictures.
    public var accuracy: Double
    /// The parameters, in the order of the architecture.
    public var values: [[Float]]

    /// What an epoch reached.
    public init(epoch: Int, accuracy: Double, values: [[Float]]) {
      self.epoch = epoch
      self.accuracy = accuracy
      self.values = values
    }
  }

  /// The network; its numbers are those of ``state``.
  public var network: Network
  /// What each output stands for.
  public var classes: [String]
  /// The trainer's state.
  public var state: TrainingState
  /// The best epoch so far; nil before the first has ended.
  public var best: Best?
  /// Seconds of training in the epoch begun.
  public var seconds: Double
  /// Lines of the log so far, without the heading.
  public var log: [String]
  /// What the training began with; nil in files of older versions, which do not say.
  public var origin: TrainingOrigin?

  /// A training at one moment.
  public init(
    network: Network, classes: [String], state: TrainingState, best: Best?, seconds: Double, log: [String],
    origin: TrainingOrigin? = nil
  ) {
    self.network = network
    self.classes = classes
    self.state = state
    self.best = best
    self.seconds = seconds
    self.log = log
    self.origin = origin
  }
}
