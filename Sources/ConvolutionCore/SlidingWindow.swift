/// A window that slides along one axis of a padded map: why the map behind it has the size it has.
public struct SlidingWindow: Sendable, Equatable {
  /// Pixels along the axis (n).
  public let length: Int
  /// Pixels that the window reads (k).
  public let taps: Int
  /// Pixels from one position to the next (s).
  public let stride: Int
  /// Pixels from one tap to the next (d).
  public let dilation: Int
  /// Pixels added before the first (p₀).
  public let before: Int
  /// Pixels added behind the last (p₁).
  public let after: Int

  /// A window of `taps` pixels over `length`; all but the padding are at least 1.
  public init(length: Int, taps: Int, stride: Int = 1, dilation: Int = 1, before: Int = 0, after: Int = 0) {
    self.length = length
    self.taps = taps
    self.stride = stride
    self.dilation = dilation
    self.before = before
    self.after = after
  }

  /// Pixels from the window's first to its last: d(k−1) + 1.
  public var reach: Int { dilation * (taps - 1) + 1 }
  /// Pixels with those added: n + p₀ + p₁.
  public var paddedLength: Int { length + before + after }
  /// Whether there is room for the window.
  public var fits: Bool { reach <= paddedLength }
  /// Positions: ⌊(n + p₀ + p₁ − d(k−1) − 1)/s⌋ + 1; none where the window does not fit.
  public var positions: Int { fits ? (paddedLength - reach) / stride + 1 : 0 }
  /// Pixels at the far end that no position covers, padding among them: the remainder of that division, where the
  /// positions touch or overlap.
  public var dropped: Int { fits ? (paddedLength - reach) % stride : 0 }
  /// Those of them that are pixels of the map and not padding.
  public var droppedPixels: Int { max(0, dropped - after) }
  /// Pixels between two positions that neither covers: a stride longer than the window skips some.
  public var skipped: Int { max(0, stride - reach) }

  /// The pixel under tap `tap` at `position`, counted in the map; outside of 0..<length it is padding.
  @inlinable public func pixel(position: Int, tap: Int) -> Int { position * stride + tap * dilation - before }

  /// Whether every position has a tap on the map: a maximum needs one.
  /// - Complexity: positions × taps.
  public var everyPositionSeesTheMap: Bool {
    for position in 0..<positions {
      var sees = false
      for tap in 0..<taps where !sees {
        let pixel = pixel(position: position, tap: tap)
        sees = pixel >= 0 && pixel < length
      }
      if !sees { return false }
    }
    return true
  }
}
