import ConvolutionCore

/// A convolution as networks mean it: correlation with O learned kernels over I channels, plus a bias.
///
/// out[o, y, x] = b[o] + Σ over c, i, j of w[o, c, i, j] · in[c, y·s + i·d − p, x·s + j·d − p]
public struct ConvolutionLayer: Sendable, Equatable {
  /// Kernels (O).
  public var outputs: Int
  /// Rows and columns of a kernel (kH, kW).
  public var kernel: Size
  /// Pixels from one position to the next (s).
  public var stride = 1
  /// Zeros added on every side (p).
  public var padding = 0
  /// Pixels between neighbouring weights (d).
  public var dilation = 1
  /// Parts that the channels are split into; each kernel sees one part.
  public var groups = 1
  /// Which input maps each kernel sees; nil for all.
  public var connections: ConnectionTable?
  /// Whether each output has a bias.
  public var hasBias = true

  /// A convolution with `outputs` kernels and the usual options.
  public init(
    outputs: Int, kernel: Size, stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1,
    connections: ConnectionTable? = nil, hasBias: Bool = true
  ) {
    self.outputs = outputs
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    self.connections = connections
    self.hasBias = hasBias
  }

  var text: String {
    var text = "conv \(outputs) \(kernel.height)x\(kernel.width)"
    if stride != 1 { text += " stride \(stride)" }
    if padding != 0 { text += " padding \(padding)" }
    if dilation != 1 { text += " dilation \(dilation)" }
    if groups != 1 { text += " groups \(groups)" }
    if let connections { text += " connections \(connections.rawValue)" }
    if !hasBias { text += " no-bias" }
    return text
  }

  func outputShape(_ input: Shape, name: String) throws(NetworkError) -> Shape {
    guard input.channels % groups == 0, outputs % groups == 0 else {
      throw .groupsDoNotDivide(layer: name, groups: groups, inputs: input.channels, outputs: outputs)
    }
    if let table = connections, (table.inputs, table.outputs) != (input.channels, outputs) {
      throw .connectionTableMismatch(
        layer: name, expectedInputs: table.inputs, expectedOutputs: table.outputs, inputs: input.channels,
        outputs: outputs)
    }
    let slackY = input.height + 2 * padding - dilation * (kernel.height - 1) - 1
    let slackX = input.width + 2 * padding - dilation * (kernel.width - 1) - 1
    guard slackY >= 0, slackX >= 0 else {
      throw .windowTooLarge(layer: name, window: kernel, input: input, padding: padding)
    }
    return Shape(channels: outputs, height: slackY / stride + 1, width: slackX / stride + 1)
  }

  func parameters(_ input: Shape, name: String) -> [ParameterDescription] {
    let inputs = input.channels / groups
    let area = kernel.height * kernel.width
    let missing = connections.map { ($0.inputs * $0.outputs - $0.count) * area } ?? 0
    let weight = ParameterDescription(
      "\(name).weight", [outputs, inputs, kernel.height, kernel.width], .weight, fanIn: inputs * area,
      fanOut: outputs / groups * area, missing: missing)
    return hasBias
      ? [weight, ParameterDescription("\(name).bias", [outputs], .bias, fanIn: inputs * area, start: 0)] : [weight]
  }

  func multiplyAdds(_ input: Shape, _ output: Shape) -> Int {
    let pairs = connections?.count ?? outputs * input.channels / groups
    return pairs * kernel.height * kernel.width * output.height * output.width
  }
}
