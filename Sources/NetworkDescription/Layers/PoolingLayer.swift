import ConvolutionCore

/// Pooling: the largest value, the mean or the sum of each window of each channel.
///
/// Sizes are ⌊(n + 2p − k)/s⌋ + 1. What padding adds is never the largest value; a mean counts it as zeros.
public struct PoolingLayer: Sendable, Equatable {
  /// What is taken of a window.
  public var kind: Pooling.Kind
  /// The window (kH, kW); nil for the whole map.
  public var window: Size?
  /// Pixels from one window to the next; nil for windows side by side.
  public var stride: Int?
  /// Rows and columns added on every side; less than the window.
  public var padding = 0

  /// A pooling; without a window it takes the whole map, without a stride the windows stand side by side.
  public init(_ kind: Pooling.Kind, window: Size?, stride: Int? = nil, padding: Int = 0) {
    self.kind = kind
    self.window = window
    self.stride = stride
    self.padding = padding
  }

  var word: String {
    switch kind {
    case .max: "max"
    case .average: "average"
    case .sum: "sum"
    }
  }

  var text: String {
    guard let window else { return "\(word) all" }
    var text = "\(word) \(window.height)"
    if window.width != window.height { text += "x\(window.width)" }
    if let stride { text += " stride \(stride)" }
    if padding != 0 { text += " padding \(padding)" }
    return text
  }

  /// Rows and columns of the window on maps of `input`'s shape.
  public func window(on input: Shape) -> Size { window ?? input.size }

  /// Rows and columns from one window to the next.
  public func step(on input: Shape) -> Size {
    stride.map { Size(width: $0, height: $0) } ?? window(on: input)
  }

  func outputShape(_ input: Shape, name: String) throws(NetworkError) -> Shape {
    let window = window(on: input)
    let step = step(on: input)
    let slackY = input.height + 2 * padding - window.height
    let slackX = input.width + 2 * padding - window.width
    guard slackY >= 0, slackX >= 0 else {
      throw .windowTooLarge(layer: name, window: window, input: input, padding: padding)
    }
    guard padding < min(window.height, window.width) else {
      throw .valueOutOfRange(
        layer: name, what: "padding", found: "\(padding)", expected: "less than the window \(window.height)")
    }
    return Shape(channels: input.channels, height: slackY / step.height + 1, width: slackX / step.width + 1)
  }
}
