import ModelFiles
import NetworkDescription

/// A network that came from another program, and what was done to it on the way.
public struct Imported: Sendable {
  /// The network with its numbers.
  public var model: Model
  /// Every transposition, flip and folding, and every array left out, a line each.
  public var notes: [String]
}
