import ConvolutionCore

/// The trainable subsampling of LeNet-5 (1998): out = w[c] · (sum of the window) + b[c], windows side by side.
public struct SubsamplingLayer: Sendable, Equatable {
  /// The window's sides, and the step.
  public var window: Int

  /// Subsampling by square windows.
  public init(window: Int) { self.window = window }

  var text: String { "subsample \(window)" }

  /// The pooling that gives the sums.
  public var pooling: PoolingLayer { PoolingLayer(.sum, window: Size(width: window, height: window)) }

  func outputShape(_ input: Shape, name: String) throws(NetworkError) -> Shape {
    try pooling.outputShape(input, name: name)
  }

  static func parameters(_ input: Shape, name: String) -> [ParameterDescription] {
    [
      ParameterDescription("\(name).weight", [input.channels], .weight, start: 0.25),
      ParameterDescription("\(name).bias", [input.channels], .bias, start: 0),
    ]
  }
}
