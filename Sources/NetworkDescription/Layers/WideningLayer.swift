/// More maps without weights: the input's, then maps of zeros.
///
/// With a stride of 2 before it (`max 1 stride 2`) it is the shortcut that He, Zhang, Ren & Sun (2015) call A: where a
/// residual network halves its maps and doubles their number, what goes around the convolutions learns nothing.
public struct WideningLayer: Sendable, Equatable {
  /// Maps in all (O); no fewer than the input has.
  public var outputs: Int

  /// A widening to `outputs` maps.
  public init(outputs: Int) { self.outputs = outputs }
}

// SPEC: widen OUTPUTS
extension WideningLayer {
  init(_ parser: inout SpecificationParser) throws(NetworkError) {
    self.init(outputs: try parser.number("a number of maps, as widen 32", 1...65536))
  }

  var text: String { "widen \(outputs)" }

  var numbers: [Int32] { [Int32(outputs)] }

  init(_ code: inout CodeReader) throws(NetworkError) { self.init(outputs: try code.number(1...65536)) }
}

// Shape
extension WideningLayer {
  func outputShape(_ input: Shape, name: String) throws(NetworkError) -> Shape {
    guard outputs >= input.channels else {
      throw .valueOutOfRange(
        layer: name, what: "the number of maps", found: "\(outputs)", expected: "the input's \(input.channels) or more")
    }
    return Shape(channels: outputs, height: input.height, width: input.width)
  }
}

// The definition
extension WideningLayer {
  func reference(_ input: ReferenceMap, _ output: Shape) -> ReferenceMap {
    ReferenceMap(
      shape: output, values: input.values + [Double](repeating: 0, count: output.count - input.values.count))
  }

  /// ∂/∂input: the gradient of the maps that are not zeros.
  func backward(_ input: Shape, _ gradient: ReferenceMap) -> ReferenceMap {
    ReferenceMap(shape: input, values: Array(gradient.values[..<input.count]))
  }
}

// The same for the engine
extension WideningLayer {
  package var operation: PositionOperation {
    PositionOperation(
      name: "widening",
      forward: { values, inputs, results, outputs in
        let count = inputs * PositionOperation.samples
        results.update(from: values, count: count)
        // Every time: what stands here may have been overwritten since.
        (results + count).update(repeating: 0, count: (outputs - inputs) * PositionOperation.samples)
      },
      backward: { _, inputs, _, gradient, _, target, adds in
        for i in 0..<inputs * PositionOperation.samples { target[i] = adds ? target[i] + gradient[i] : gradient[i] }
      })
  }
}
