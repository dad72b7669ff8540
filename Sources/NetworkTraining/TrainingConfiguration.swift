import NetworkDescription
import Threading

/// How a network is taught. The same settings and examples give the same weights, bit for bit.
public struct TrainingConfiguration: Sendable, Equatable {
  /// How a step follows from the gradient.
  public var optimizer: Optimizer = .sgd(momentum: 0.9, nesterov: false)
  /// The step's length, at its largest.
  public var learningRate: Float = 0.05
  /// How the rate changes over the training.
  public var schedule: Schedule = .constant
  /// The share of all steps over which the rate rises from 0 (for one-cycle: to its peak).
  public var warmUp: Float = 0
  /// Shrinks weights, but not biases: λ of λ/2 · |w|².
  public var weightDecay: Float = 0
  /// The share of the target that is spread over all classes.
  public var labelSmoothing: Float = 0
  /// The decay of an exponential moving average of the weights; nil for none.
  public var averageDecay: Float?
  /// What is minimised.
  public var loss: Loss = .crossEntropy
  /// Passes over the examples.
  public var epochs = 5
  /// Examples of one step.
  public var batch = 64
  /// Decides the order of the examples, dropout and augmentation.
  public var seed: UInt64 = 1
  /// Threads; the result does not depend on them.
  public var threads = coreCount
  /// Names of layers whose parameters stay as they are.
  public var frozen: [String] = []
  /// What is done to each picture before it is shown.
  public var augmentation: Augmentation = .none
  /// How much a picture of each class counts; empty where all count 1.
  public var classWeights: [Float] = []
  /// What lies outside of a picture that augmentation has moved, 0…255.
  public var fill: UInt8 = 0

  /// Gradient descent with momentum 0.9, rate 0.05, batch 64, five epochs.
  public init() {}

  /// Throws the first setting outside its range.
  public func check() throws(NetworkError) {
    func require(_ holds: Bool, _ name: String, _ found: some CustomStringConvertible, _ expected: String)
      throws(NetworkError)
    {
      if !holds { throw .invalidSetting(name, found: "\(found)", expected: expected) }
    }
    try require(learningRate > 0 && learningRate.isFinite, "The learning rate", learningRate, "a number above 0")
    try require(warmUp >= 0 && warmUp < 1, "The warm-up", warmUp, "a share from 0 up to but not 1")
    try require(weightDecay >= 0 && weightDecay.isFinite, "The weight decay", weightDecay, "0 or more")
    try require(labelSmoothing >= 0 && labelSmoothing < 1, "The label smoothing", labelSmoothing, "0 up to but not 1")
    if let averageDecay { try require(averageDecay > 0 && averageDecay < 1, "The average", averageDecay, "0 to 1") }
    try require(epochs >= 0 && epochs <= 1_000_000, "The number of epochs", epochs, "0 to 1000000")
    for weight in classWeights {
      try require(weight >= 0 && weight.isFinite, "The weight of a class", weight, "0 or more")
    }
    try require(batch >= 1 && batch <= 65536, "The batch", batch, "1 to 65536")
    try require(threads >= 1 && threads <= 1024, "The number of threads", threads, "1 to 1024")
    if case .sgd(let momentum, _) = optimizer {
      try require(momentum >= 0 && momentum < 1, "The momentum", momentum, "0 up to but not 1")
    }
    if case .step(let every, let factor) = schedule {
      try require(every >= 1, "The step schedule's epochs", every, "1 or more")
      try require(factor > 0 && factor <= 1, "The step schedule's factor", factor, "above 0 up to 1")
    }
  }
}

/// How a step follows from the gradient.
public enum Optimizer: Sendable, Equatable {
  /// v ← μ v + g; w ← w − rate · v, with Nesterov's look ahead w ← w − rate · (g + μ v).
  case sgd(momentum: Float, nesterov: Bool)
  /// Adam (Kingma & Ba 2015); weight decay joins the gradient.
  case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)
  /// AdamW (Loshchilov & Hutter 2019); weight decay stays apart from the gradient.
  case adamW(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)
}
