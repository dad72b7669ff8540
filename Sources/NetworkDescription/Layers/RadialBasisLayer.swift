import ConvolutionCore

/// Distances to fixed patterns, the output of LeNet-5 (1998): out[o] = −½ · Σ over i of (in[i] − w[o, i])².
///
/// The patterns are ±1 and not learned. For 84 inputs and up to ten outputs they are the digits as 7 × 12 bitmaps,
/// as in the paper; for other sizes random ones. The largest output is the nearest pattern, so that softmax and
/// cross-entropy on it are the paper's discriminative criterion (its equation 9) without the rejection class.
public struct RadialBasisLayer: Sendable, Equatable {
  /// Patterns (O).
  public var outputs: Int

  /// Distances to `outputs` patterns.
  public init(outputs: Int) { self.outputs = outputs }

  /// The patterns, O × I.
  public func patterns(inputs: Int) -> [Float] {
    if inputs == 84 && outputs <= RadialBasisLayer.digits.count {
      return RadialBasisLayer.digits.prefix(outputs).flatMap { rows in
        rows.flatMap { row in (0..<7).map { row >> (6 - $0) & 1 == 1 ? 1 : -1 } }
      }
    }
    var generator = SeededGenerator(seed: 1998)
    return (0..<outputs * inputs).map { _ in generator.next() & 1 == 1 ? 1 : -1 }
  }

  /// Twelve rows of seven pixels for each digit.
  private static let digits: [[UInt8]] = [
    [0x1C, 0x36, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x36, 0x1C],
    [0x0C, 0x1C, 0x3C, 0x0C, 0x0C, 0x0C, 0x0C, 0x0C, 0x0C, 0x0C, 0x0C, 0x3F],
    [0x3E, 0x63, 0x63, 0x03, 0x03, 0x06, 0x0C, 0x18, 0x30, 0x60, 0x60, 0x7F],
    [0x3E, 0x63, 0x03, 0x03, 0x03, 0x1E, 0x03, 0x03, 0x03, 0x03, 0x63, 0x3E],
    [0x06, 0x0E, 0x1E, 0x36, 0x36, 0x66, 0x66, 0x7F, 0x06, 0x06, 0x06, 0x06],
    [0x7F, 0x60, 0x60, 0x60, 0x7E, 0x63, 0x03, 0x03, 0x03, 0x03, 0x63, 0x3E],
    [0x1E, 0x30, 0x60, 0x60, 0x60, 0x7E, 0x63, 0x63, 0x63, 0x63, 0x63, 0x3E],
    [0x7F, 0x03, 0x03, 0x06, 0x06, 0x0C, 0x0C, 0x0C, 0x18, 0x18, 0x18, 0x18],
    [0x3E, 0x63, 0x63, 0x63, 0x63, 0x3E, 0x63, 0x63, 0x63, 0x63, 0x63, 0x3E],
    [0x3E, 0x63, 0x63, 0x63, 0x63, 0x63, 0x3F, 0x03, 0x03, 0x03, 0x06, 0x3C],
  ]
}

// SPEC: rbf OUTPUTS
extension RadialBasisLayer {
  init(_ parser: inout SpecificationParser) throws(NetworkError) {
    self.init(outputs: try parser.number("a number of outputs", 1...65536))
  }

  var text: String { "rbf \(outputs)" }

  var numbers: [Int32] { [Int32(outputs)] }
}

// Shape and cost
extension RadialBasisLayer {
  func outputShape(_ input: Shape, name: String) throws(NetworkError) -> Shape {
    guard input.height == 1, input.width == 1 else { throw .vectorExpected(layer: name, found: input) }
    return Shape(channels: outputs)
  }

  func multiplyAdds(_ input: Shape) -> Int { input.count * outputs }
}

// The definition
extension RadialBasisLayer {
  func reference(_ input: ReferenceMap) -> ReferenceMap {
    let patterns = patterns(inputs: input.values.count)
    var result = ReferenceMap(shape: Shape(channels: outputs))
    for o in 0..<outputs {
      var sum = 0.0
      for (i, value) in input.values.enumerated() {
        let difference = value - Double(patterns[o * input.values.count + i])
        sum += difference * difference
      }
      result.values[o] = -sum / 2
    }
    return result
  }

  /// ∂/∂input of −½ Σ (x − pattern)².
  func backward(_ input: ReferenceMap, _ gradient: ReferenceMap) -> ReferenceMap {
    let patterns = patterns(inputs: input.values.count)
    var result = ReferenceMap(shape: input.shape)
    for o in 0..<outputs {
      for i in 0..<input.values.count {
        result.values[i] -= gradient.values[o] * (input.values[i] - Double(patterns[o * input.values.count + i]))
      }
    }
    return result
  }
}
