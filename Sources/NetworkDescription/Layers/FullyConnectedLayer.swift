/// A fully connected layer: out[o] = b[o] + Σ over i of w[o, i] · in[i], a map taken in the order C, H, W.
public struct FullyConnectedLayer: Sendable, Equatable {
  /// Units (O).
  public var outputs: Int
  /// Whether each output has a bias.
  public var hasBias: Bool

  /// A layer of `outputs` units.
  public init(outputs: Int, hasBias: Bool = true) {
    self.outputs = outputs
    self.hasBias = hasBias
  }
}

// SPEC: fc UNITS [no-bias]
extension FullyConnectedLayer {
  init(_ parser: inout SpecificationParser) throws(NetworkError) {
    let outputs = try parser.number("a number of units, as fc 120", 1...1_000_000)
    self.init(outputs: outputs, hasBias: !parser.take("no-bias"))
  }

  var text: String { "fc \(outputs)" + (hasBias ? "" : " no-bias") }

  var numbers: [Int32] { [Int32(outputs), hasBias ? 1 : 0] }

  init(_ code: inout CodeReader) throws(NetworkError) {
    let outputs = try code.number(1...1_000_000)
    self.init(outputs: outputs, hasBias: try code.flag())
  }
}

// Parameters and cost
extension FullyConnectedLayer {
  func parameters(_ input: Shape, name: String) -> [ParameterDescription] {
    let weight = ParameterDescription(
      "\(name).weight", [outputs, input.count], .weight, fanIn: input.count, fanOut: outputs)
    return hasBias
      ? [weight, ParameterDescription("\(name).bias", [outputs], .bias, fanIn: input.count, start: 0)] : [weight]
  }

  func multiplyAdds(_ input: Shape) -> Int { input.count * outputs }
}

// The definition; weights O × I
extension FullyConnectedLayer {
  func reference(_ input: ReferenceMap, _ parameters: ArraySlice<[Double]>) -> ReferenceMap {
    let weights = parameters[parameters.startIndex]
    let count = input.values.count
    var result = ReferenceMap(shape: Shape(channels: outputs))
    for o in 0..<outputs {
      var sum = hasBias ? parameters[parameters.startIndex + 1][o] : 0
      for i in 0..<count { sum += weights[o * count + i] * input.values[i] }
      result.values[o] = sum
    }
    return result
  }

  /// ∂/∂input: the transposed weights times the gradient.
  func backward(_ input: Shape, _ gradient: ReferenceMap, _ parameters: ArraySlice<[Double]>) -> ReferenceMap {
    let weights = parameters[parameters.startIndex]
    var result = ReferenceMap(shape: input)
    let count = input.count
    for o in 0..<outputs {
      let slope = gradient.values[o]
      if slope == 0 { continue }
      for i in 0..<count { result.values[i] += slope * weights[o * count + i] }
    }
    return result
  }
}
