/// What is known after one step.
public struct StepReport: Sendable, Equatable {
  /// The epoch, from 0, and its step, from 0.
  public let epoch: Int, step: Int
  /// Steps of an epoch.
  public let steps: Int
  /// The mean loss of this step's examples.
  public let loss: Double
  /// Mean loss and share of right answers over the epoch so far, each example as it was shown.
  public let meanLoss: Double, accuracy: Double
  /// Examples of the epoch so far.
  public let examples: Int
  /// The learning rate of this step.
  public let rate: Float
}

/// How an epoch ended.
public struct EpochReport: Sendable, Equatable {
  /// Why it ended.
  public enum Ending: Sendable, Equatable {
    /// All examples were shown.
    case finished
    /// The caller asked to stop; the same epoch goes on with the next call.
    case stopped
    /// The loss of step `step` was not a number; the weights are those before that step.
    case diverged(step: Int)
    /// Another process of the team did not answer in step `step`; the weights are those before that step.
    case lost(step: Int)
  }

  /// Why it ended.
  public let ending: Ending
  /// The epoch, from 0.
  public let epoch: Int
  /// Mean loss and share of right answers, each example as it was shown.
  public let loss: Double, accuracy: Double
  /// Time of this call.
  public let seconds: Double
}

/// A training at one moment: with the same settings and examples it goes on to the same weights, bit for bit.
public struct TrainingState: Sendable, Equatable {
  /// The network's line, the settings and the number of examples that the state belongs to.
  public var specification: String, settings: String, examples: Int
  /// Epochs done, and steps done of the one begun.
  public var epoch: Int, step: Int
  /// Sums over the epoch so far.
  public var lossSum: Double, hits: Int, seen: Int
  /// The parameters, in the order of the architecture.
  public var values: [[Float]]
  /// Velocities (SGD) or means (Adam).
  public var first: [[Float]]
  /// Adam's second moments; empty for SGD.
  public var second: [[Float]]
  /// The moving average; empty where there is none.
  public var average: [[Float]]

  /// All parts of a state, as a checkpoint file gives them back.
  public init(
    specification: String, settings: String, examples: Int, epoch: Int, step: Int, lossSum: Double, hits: Int,
    seen: Int, values: [[Float]], first: [[Float]], second: [[Float]], average: [[Float]]
  ) {
    self.specification = specification
    self.settings = settings
    self.examples = examples
    self.epoch = epoch
    self.step = step
    self.lossSum = lossSum
    self.hits = hits
    self.seen = seen
    self.values = values
    self.first = first
    self.second = second
    self.average = average
  }
}
