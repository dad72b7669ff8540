/// Dropout: while training each value is 0 with probability `rate`, and else divided by 1 − rate; otherwise nothing.
public struct DropoutLayer: Sendable, Equatable {
  /// The probability of a zero, from 0 up to but not including 1.
  public var rate: Float

  /// Dropout with the probability `rate`.
  public init(rate: Float) { self.rate = rate }
}
