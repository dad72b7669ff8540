/// A learned array of a layer: its name and shape.
public struct ParameterDescription: Sendable, Equatable {
  /// What is done with it while training.
  public enum Role: Sendable, Equatable {
    /// Learned, and shrunk by weight decay.
    case weight
    /// Learned and added; not shrunk.
    case bias
    /// Learned, a factor of a whole map; not shrunk, as 0 would switch the map off.
    case scale
    /// Not learned but measured: the running mean and variance of a batch normalisation.
    case statistic
  }

  /// As PyTorch names it: `conv1.weight`.
  public let name: String
  /// As PyTorch orders it: O × I × kH × kW, O × I, or O.
  public let shape: [Int]
  /// What is done with it while training.
  public let role: Role
  /// Inputs and outputs of one unit, for the initialisation.
  public let fanIn: Int, fanOut: Int
  /// The value it starts with where it is not random.
  public let start: Float?
  /// Numbers that do not exist, as the missing connections of the 1998 C3; they stay 0 and are not counted.
  public let missing: Int

  init(
    _ name: String, _ shape: [Int], _ role: Role, fanIn: Int = 0, fanOut: Int = 0, start: Float? = nil, missing: Int = 0
  ) {
    self.name = name
    self.shape = shape
    self.role = role
    self.fanIn = fanIn
    self.fanOut = fanOut
    self.start = start
    self.missing = missing
  }

  /// Numbers in the array.
  public var count: Int { shape.reduce(1, *) }
  /// Numbers that are learned.
  public var learned: Int { role == .statistic ? 0 : count - missing }
}
