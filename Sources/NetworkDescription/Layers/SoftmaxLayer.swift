#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

/// Probabilities that sum to 1, over the channels of every position: pᵢ = exp(xᵢ) / Σ exp(x).
enum SoftmaxLayer {
  static func reference(_ input: ReferenceMap) -> ReferenceMap {
    let shape = input.shape
    var result = input
    let area = shape.height * shape.width
    for place in 0..<area {
      var largest = -Double.infinity
      for c in 0..<shape.channels { largest = max(largest, input.values[c * area + place]) }
      var sum = 0.0
      for c in 0..<shape.channels {
        result.values[c * area + place] = exponential(input.values[c * area + place] - largest)
        sum += result.values[c * area + place]
      }
      for c in 0..<shape.channels { result.values[c * area + place] /= sum }
    }
    return result
  }

  /// pᵢ · (gᵢ − Σ p · g) over the channels of every position, for the values p of the softmax.
  static func backward(_ output: ReferenceMap, _ gradient: ReferenceMap) -> ReferenceMap {
    let shape = output.shape
    let values = output.values
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
