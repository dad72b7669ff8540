/// Pooling: each output is the maximum, average or sum of one window of the map. Windows that would reach out of the
/// map are dropped: sizes are ⌊(n − k)/s⌋ + 1.
public struct Pooling: Sendable, Equatable {
  /// What is taken of a window.
  public enum Kind: Sendable, Equatable {
    /// The largest value.
    case max
    /// The mean.
    case average
    /// The sum.
    case sum
  }

  /// What is taken of a window.
  public var kind: Kind
  /// The window.
  public var window: Size
  /// Pixels from one window to the next.
  public var stride: Int

  /// Pooling of square windows; without a stride they stand side by side.
  public init(_ kind: Kind, window: Int, stride: Int? = nil) {
    self.kind = kind
    self.window = Size(width: window, height: window)
    self.stride = stride ?? window
  }
}
