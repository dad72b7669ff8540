import ConvolutionCore

/// A window that slides along one axis of a padded map: why the map behind a layer has the size it has.
public struct SlidingWindow: Sendable, Equatable {
  /// Pixels along the axis (n).
  public let length: Int
  /// Pixels from the window's first to its last: d(k−1) + 1.
  public let reach: Int
  /// Pixels from one position to the next (s).
  public let stride: Int
  /// Pixels added before and after (p).
  public let padding: Int

  /// A window of `reach` pixels over `length`; it fits at least once.
  public init(length: Int, reach: Int, stride: Int, padding: Int) {
    self.length = length
    self.reach = reach
    self.stride = stride
    self.padding = padding
  }

  /// Pixels with those added: n + 2p.
  public var paddedLength: Int { length + 2 * padding }
  /// Positions: ⌊(n + 2p − d(k−1) − 1)/s⌋ + 1.
  public var positions: Int { (paddedLength - reach) / stride + 1 }
  /// Pixels at the far end that no position covers, padding among them: the remainder of that division, where the
  /// positions touch or overlap.
  public var dropped: Int { (paddedLength - reach) % stride }
  /// Those of them that are pixels of the map and not padding.
  public var droppedPixels: Int { max(0, dropped - padding) }
  /// Pixels between two positions that neither covers: a stride longer than the window skips some.
  public var skipped: Int { max(0, stride - reach) }
}

extension Layer {
  /// How the layer's window goes over a map: along its columns and along its rows; nil for layers without one.
  public func slidingWindows(over map: Size) -> (columns: SlidingWindow, rows: SlidingWindow)? {
    func windows(_ reach: Size, _ step: Size, _ padding: Int) -> (SlidingWindow, SlidingWindow) {
      (
        SlidingWindow(length: map.width, reach: reach.width, stride: step.width, padding: padding),
        SlidingWindow(length: map.height, reach: reach.height, stride: step.height, padding: padding)
      )
    }
    switch self {
    case .convolution(let layer):
      let reach = Size(
        width: layer.dilation * (layer.kernel.width - 1) + 1, height: layer.dilation * (layer.kernel.height - 1) + 1)
      return windows(reach, Size(width: layer.stride, height: layer.stride), layer.padding)
    case .pooling(let layer):
      let shape = Shape(channels: 1, height: map.height, width: map.width)
      return windows(layer.window(on: shape), layer.step(on: shape), layer.padding)
    case .subsampling(let layer):
      let window = Size(width: layer.window, height: layer.window)
      return windows(window, window, 0)
    default: return nil
    }
  }
}
