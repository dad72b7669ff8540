/// The element-wise sum of several inputs of one shape. SPEC: add NAME…
enum SumLayer {
  static func outputShape(_ inputs: [Shape], name: String) throws(NetworkError) -> Shape {
    for input in inputs where input != inputs[0] { throw .shapesDiffer(layer: name, shapes: inputs) }
    return inputs[0]
  }

  static func reference(_ inputs: [ReferenceMap]) -> ReferenceMap {
    var result = inputs[0]
    for other in inputs.dropFirst() { result.add(other) }
    return result
  }
}
