import ConvolutionCore

/// A convolution as networks mean it: correlation with O learned kernels over I channels, plus a bias.
///
/// out[o, y, x] = b[o] + Σ over c, i, j of w[o, c, i, j] · in[c, y·s + i·d − p, x·s + j·d − p], with stride s, dilation d
/// and padding p of rows and of columns.
public struct ConvolutionLayer: Sendable, Equatable {
  /// Kernels (O).
  public var outputs: Int
  /// How the kernels go over a map: their size, stride, dilation, and the zeros added around it.
  public var geometry: WindowGeometry
  /// Parts that the channels are split into; each kernel sees one part.
  public var groups = 1
  /// Which input maps each kernel sees; nil for all.
  public var connections: ConnectionTable?
  /// Whether each output has a bias.
  public var hasBias = true

  /// A convolution with `outputs` kernels that go over a map as `geometry` says.
  public init(
    outputs: Int, geometry: WindowGeometry, groups: Int = 1, connections: ConnectionTable? = nil, hasBias: Bool = true
  ) {
    self.outputs = outputs
    self.geometry = geometry
    self.groups = groups
    self.connections = connections
    self.hasBias = hasBias
  }

  /// A convolution with `outputs` kernels and the usual options, the same along both axes.
  public init(
    outputs: Int, kernel: Size, stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1,
    connections: ConnectionTable? = nil, hasBias: Bool = true
  ) {
    self.init(
      outputs: outputs,
      geometry: WindowGeometry(
        taps: kernel, stride: Size(width: stride, height: stride), dilation: Size(width: dilation, height: dilation),
        padding: Sides(padding)), groups: groups, connections: connections, hasBias: hasBias)
  }

  /// Rows and columns of a kernel (kH, kW).
  public var kernel: Size { geometry.taps }
}

// SPEC: conv OUTPUTS KHxKW [WindowOptions] [groups G] [connections lenet5] [no-bias]
extension ConvolutionLayer {
  init(_ parser: inout SpecificationParser) throws(NetworkError) {
    let outputs = try parser.number("a number of kernels, as conv 6 5x5", 1...65536)
    self.init(outputs: outputs, kernel: try parser.size("the kernel's size, as conv \(outputs) 5x5"))
    var options = WindowOptions()
    while true {
      if try options.take(&parser) { continue }
      if parser.take("groups") {
        groups = try parser.number("a number of groups", 1...65536)
      } else if parser.take("no-bias") {
        hasBias = false
      } else if parser.take("connections") {
        connections = try ConnectionTable(&parser)
      } else {
        break
      }
    }
    geometry = WindowGeometry(
      taps: kernel, stride: options.stride ?? geometry.stride, dilation: options.dilation,
      padding: options.sides(kernel))
  }

  var text: String {
    var text = "conv \(outputs) \(kernel.height)x\(kernel.width)" + geometry.optionText()
    if groups != 1 { text += " groups \(groups)" }
    if let connections { text += " connections \(connections.rawValue)" }
    if !hasBias { text += " no-bias" }
    return text
  }

  var numbers: [Int32] {
    ([outputs] + geometry.numbers + [groups, connections == nil ? 0 : 1, hasBias ? 1 : 0]).map { Int32($0) }
  }

  init(_ code: inout CodeReader) throws(NetworkError) {
    let outputs = try code.number(1...65536)
    let geometry = try WindowGeometry(&code)
    let groups = try code.number(1...65536)
    let connections: ConnectionTable? = try code.flag() ? .lenet5 : nil
    self.init(
      outputs: outputs, geometry: geometry, groups: groups, connections: connections, hasBias: try code.flag())
  }
}

// Shape, parameters, cost
extension ConvolutionLayer {
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
      throw .windowTooLarge(layer: name, window: kernel, input: input, padding: geometry.padding)
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
