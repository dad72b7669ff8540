/// The channels of several inputs of one size behind each other. SPEC: concat NAME…
enum ConcatenationLayer {
  static func outputShape(_ inputs: [Shape], name: String) throws(NetworkError) -> Shape {
    let first = inputs[0]
    var channels = 0
    for input in inputs {
      guard input.size == first.size else { throw .shapesDiffer(layer: name, shapes: inputs) }
      let (sum, overflows) = channels.addingReportingOverflow(input.channels)
      channels = overflows ? Int.max : sum
    }
    return Shape(channels: channels, height: first.height, width: first.width)
  }

  static func reference(_ inputs: [ReferenceMap], _ output: Shape) -> ReferenceMap {
    var values: [Double] = []
    for map in inputs { values += map.values }
    return ReferenceMap(shape: output, values: values)
  }

  /// Each input's part of the gradient.
  static func backward(_ inputs: [ReferenceMap], _ gradient: ReferenceMap) -> [ReferenceMap] {
    var first = 0
    var parts: [ReferenceMap] = []
    for map in inputs {
      parts.append(ReferenceMap(shape: map.shape, values: Array(gradient.values[first..<first + map.values.count])))
      first += map.values.count
    }
    return parts
  }
}
