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
}

// SPEC: conv OUTPUTS KHxKW [stride S] [padding P] [dilation D] [groups G] [connections lenet5] [no-bias]
extension ConvolutionLayer {
  init(_ parser: inout SpecificationParser) throws(NetworkError) {
    let outputs = try parser.number("a number of kernels, as conv 6 5x5", 1...65536)
    self.init(outputs: outputs, kernel: try parser.size("the kernel's size, as conv \(outputs) 5x5"))
    while true {
      if parser.take("stride") {
        stride = try parser.number("a stride", 1...1024)
      } else if parser.take("padding") {
        padding = try parser.number("a padding", 0...1024)
      } else if parser.take("dilation") {
        dilation = try parser.number("a dilation", 1...1024)
      } else if parser.take("groups") {
        groups = try parser.number("a number of groups", 1...65536)
      } else if parser.take("no-bias") {
        hasBias = false
      } else if parser.take("connections") {
        connections = try ConnectionTable(&parser)
      } else {
        return
      }
    }
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

  var numbers: [Int32] {
    [
      outputs, kernel.height, kernel.width, stride, padding, dilation, groups, connections == nil ? 0 : 1,
      hasBias ? 1 : 0,
    ].map { Int32($0) }
  }

  init(_ code: inout CodeReader) throws(NetworkError) {
    let outputs = try code.number(1...65536)
    self.init(outputs: outputs, kernel: try code.size(1...1024))
    stride = try code.number(1...1024)
    padding = try code.number(0...1024)
    dilation = try code.number(1...1024)
    groups = try code.number(1...65536)
    connections = try code.flag() ? .lenet5 : nil
    hasBias = try code.flag()
  }
}

// Shape, parameters, cost
extension ConvolutionLayer {
  /// How the kernels go over a map.
  public var geometry: WindowGeometry {
    WindowGeometry(
      taps: kernel, stride: Size(width: stride, height: stride), dilation: Size(width: dilation, height: dilation),
      padding: Sides(padding))
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
    guard geometry.fits(input.size) else {
      throw .windowTooLarge(layer: name, window: kernel, input: input, padding: padding)
    }
    let size = geometry.outputSize(of: input.size)
    return Shape(channels: outputs, height: size.height, width: size.width)
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

// The definition; weights O × I × kH × kW
extension ConvolutionLayer {
  /// Calls `body` for each output value, with the place of the first weight and the first input channel it reads.
  private func forEachOutput(
    _ input: Shape, _ output: Shape, _ body: (_ o: Int, _ y: Int, _ x: Int, _ weight: Int, _ channel: Int) -> Void
  ) {
    let inputs = input.channels / groups
    for o in 0..<outputs {
      for y in 0..<output.height {
        for x in 0..<output.width {
          body(o, y, x, o * inputs * kernel.height * kernel.width, o / (outputs / groups) * inputs)
        }
      }
    }
  }

  func reference(_ input: ReferenceMap, _ output: Shape, _ parameters: ArraySlice<[Double]>) -> ReferenceMap {
    let weights = parameters[parameters.startIndex]
    let geometry = geometry
    let area = kernel.height * kernel.width
    var result = ReferenceMap(shape: output)
    forEachOutput(input.shape, output) { o, y, x, weight, channel in
      var sum = hasBias ? parameters[parameters.startIndex + 1][o] : 0
      for c in 0..<input.shape.channels / groups {
        geometry.forEachTap(y: y, x: x, over: input.shape.size) { i, j, row, column in
          sum += weights[weight + c * area + i * kernel.width + j] * input[channel + c, row, column]
        }
      }
      result[o, y, x] = sum
    }
    return result
  }

  /// ∂/∂input: every output's gradient goes back through its weights.
  func backward(_ input: Shape, _ gradient: ReferenceMap, _ parameters: ArraySlice<[Double]>) -> ReferenceMap {
    let weights = parameters[parameters.startIndex]
    let geometry = geometry
    let area = kernel.height * kernel.width
    var result = ReferenceMap(shape: input)
    forEachOutput(input, gradient.shape) { o, y, x, weight, channel in
      let slope = gradient[o, y, x]
      if slope == 0 { return }
      for c in 0..<input.channels / groups {
        geometry.forEachTap(y: y, x: x, over: input.size) { i, j, row, column in
          result[channel + c, row, column] += slope * weights[weight + c * area + i * kernel.width + j]
        }
      }
    }
    return result
  }
}
