import ConvolutionCore

/// The trainable subsampling of LeNet-5 (1998): out = w[c] · (sum of the window) + b[c], windows side by side.
public struct SubsamplingLayer: Sendable, Equatable {
  /// The window's sides, and the step.
  public var window: Int

  /// Subsampling by square windows.
  public init(window: Int) { self.window = window }
}

// SPEC: subsample K
extension SubsamplingLayer {
  init(_ parser: inout SpecificationParser) throws(NetworkError) {
    self.init(window: try parser.number("a window", 1...1024))
  }

  var text: String { "subsample \(window)" }

  var numbers: [Int32] { [Int32(window)] }
}

// Shape and parameters
extension SubsamplingLayer {
  /// The pooling that gives the sums.
  public var pooling: PoolingLayer { PoolingLayer(.sum, window: Size(width: window, height: window)) }

  /// How the windows go over a map.
  public var geometry: WindowGeometry {
    let side = Size(width: window, height: window)
    return WindowGeometry(taps: side, stride: side)
  }

  func outputShape(_ input: Shape, name: String) throws(NetworkError) -> Shape {
    try pooling.outputShape(input, name: name)
  }

  func parameters(_ input: Shape, name: String) -> [ParameterDescription] {
    [
      ParameterDescription("\(name).weight", [input.channels], .weight, start: 0.25),
      ParameterDescription("\(name).bias", [input.channels], .bias, start: 0),
    ]
  }
}

// The definition
extension SubsamplingLayer {
  func reference(_ input: ReferenceMap, _ output: Shape, _ parameters: ArraySlice<[Double]>) -> ReferenceMap {
    let start = parameters.startIndex
    return pooling.reference(input, output).scaled(parameters[start], parameters[start + 1])
  }

  func backward(_ input: ReferenceMap, _ gradient: ReferenceMap, _ parameters: ArraySlice<[Double]>) -> ReferenceMap {
    pooling.backward(input, gradient.scaled(parameters[parameters.startIndex]))
  }
}
