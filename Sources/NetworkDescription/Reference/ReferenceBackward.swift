extension ReferenceNetwork {
  /// What the nodes up to `last` make of one picture.
  public func forward(_ input: ReferenceMap, upTo last: Int) -> [ReferenceMap] {
    var maps: [ReferenceMap] = []
    for (index, node) in architecture.specification.nodes[...last].enumerated() {
      let inputs = node.inputs.map { $0 < 0 ? input : maps[$0] }
      maps.append(
        node.layer.reference(inputs, architecture.shapes[index], parameters[architecture.parameterRanges[index]]))
    }
    return maps
  }

  /// ∂(Σ seed · values of node `last`) / ∂input, by the chain rule from the node back to the picture.
  ///
  /// `maps` are those of ``forward(_:upTo:)``; `seed` has one number for each value of the node.
  /// - Complexity: as the forward pass.
  public func inputGradient(
    _ maps: [ReferenceMap], of input: ReferenceMap, node last: Int, seed: [Double]
  ) -> ReferenceMap {
    var result = ReferenceMap(shape: input.shape)
    var gradients = [ReferenceMap?](repeating: nil, count: last + 1)
    gradients[last] = ReferenceMap(shape: architecture.shapes[last], values: seed)
    for index in (0...last).reversed() {
      guard let gradient = gradients[index] else { continue }
      let node = architecture.specification.nodes[index]
      let inputs = node.inputs.map { $0 < 0 ? input : maps[$0] }
      let parts = node.layer.referenceBackward(
        inputs, maps[index], gradient, parameters[architecture.parameterRanges[index]])
      for (source, part) in zip(node.inputs, parts) {
        if source < 0 {
          result.add(part)
        } else if gradients[source] == nil {
          gradients[source] = part
        } else {
          gradients[source]?.add(part)
        }
      }
    }
    return result
  }
}
