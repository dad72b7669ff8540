extension ReferenceNetwork {
  /// What the nodes up to `last` make of one picture.
  public func forward(_ input: ReferenceMap, upTo last: Int) -> [ReferenceMap] {
    var maps: [ReferenceMap] = []
    for (index, node) in architecture.specification.nodes[...last].enumerated() {
      let parameters = parameters[architecture.parameterRanges[index]]
      var statistics: (mean: [Double], variance: [Double]) = ([], [])
      if case .batchNormalization = node.layer {
        statistics = (parameters[parameters.startIndex + 2], parameters[parameters.startIndex + 3])
      }
      maps.append(
        apply(
          node.layer, node.inputs.map { $0 < 0 ? input : maps[$0] }, parameters, architecture.shapes[index], statistics)
      )
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
      let parts = backward(
        node.layer, inputs, maps[index], gradient, parameters[architecture.parameterRanges[index]])
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

  /// The gradients of a layer's inputs from that of its output.
  private func backward(
    _ layer: Layer, _ inputs: [ReferenceMap], _ output: ReferenceMap, _ gradient: ReferenceMap,
    _ parameters: ArraySlice<[Double]>
  ) -> [ReferenceMap] {
    let input = inputs[0]
    let start = parameters.startIndex
    switch layer {
    case .convolution(let layer): return [layer.backward(input.shape, parameters[start], gradient)]
    case .fullyConnected(let layer): return [layer.backward(input.shape, parameters[start], gradient)]
    case .pooling(let layer): return [layer.backward(input, gradient)]
    case .subsampling(let layer):
      let zeros = [Double](repeating: 0, count: parameters[start].count)
      return [layer.pooling.backward(input, gradient.scaled(parameters[start], zeros))]
    case .activation(let layer):
      var result = gradient
      for i in 0..<result.values.count { result.values[i] *= layer.slope(input.values[i], output.values[i]) }
      return [result]
    case .softmax: return [output.softmaxBackward(gradient)]
    case .batchNormalization:
      var scale: [Double] = []
      for c in 0..<input.shape.channels {
        scale.append(
          parameters[start][c] / (parameters[start + 3][c] + Double(BatchNormalizationLayer.epsilon)).squareRoot())
      }
      return [gradient.scaled(scale, [Double](repeating: 0, count: scale.count))]
    case .radialBasis(let layer): return [layer.backward(input, gradient)]
    case .dropout, .flatten: return [ReferenceMap(shape: input.shape, values: gradient.values)]
    case .sum: return inputs.map { _ in gradient }
    case .concatenation:
      var first = 0
      return inputs.map { map in
        let part = ReferenceMap(shape: map.shape, values: Array(gradient.values[first..<first + map.values.count]))
        first += map.values.count
        return part
      }
    }
  }
}

extension ReferenceMap {
  mutating func add(_ other: ReferenceMap) {
    for i in 0..<values.count { values[i] += other.values[i] }
  }

  /// For the values of a softmax: pᵢ · (gᵢ − Σ p · g) over the channels of every position.
  func softmaxBackward(_ gradient: ReferenceMap) -> ReferenceMap {
    var result = gradient
    let area = shape.height * shape.width
    for place in 0..<area {
      var sum = 0.0
      for c in 0..<shape.channels { sum += values[c * area + place] * gradient.values[c * area + place] }
      for c in 0..<shape.channels {
        result.values[c * area + place] = values[c * area + place] * (gradient.values[c * area + place] - sum)
      }
    }
    return result
  }
}
