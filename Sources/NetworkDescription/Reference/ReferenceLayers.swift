import ConvolutionCore

#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

extension ActivationLayer {
  /// The function of one value.
  func reference(_ x: Double) -> Double {
    switch self {
    case .relu: x > 0 ? x : 0
    case .leakyReLU(let slope): x > 0 ? x : Double(slope) * x
    case .tanh: hyperbolicTangent(x)
    case .scaledTanh: 1.7159 * hyperbolicTangent(x * 2 / 3)
    case .sigmoid: 1 / (1 + exponential(-x))
    }
  }
}

extension PoolingLayer {
  /// By the definition, one window at a time.
  func reference(_ input: ReferenceMap, _ output: Shape) -> ReferenceMap {
    let window = window(on: input.shape)
    let step = step(on: input.shape)
    var result = ReferenceMap(shape: output)
    for c in 0..<output.channels {
      for y in 0..<output.height {
        for x in 0..<output.width {
          var sum = 0.0
          var largest = -Double.infinity
          for i in 0..<window.height {
            let row = y * step.height + i - padding
            guard row >= 0, row < input.shape.height else { continue }
            for j in 0..<window.width {
              let column = x * step.width + j - padding
              guard column >= 0, column < input.shape.width else { continue }
              sum += input[c, row, column]
              largest = max(largest, input[c, row, column])
            }
          }
          switch kind {
          case .max: result[c, y, x] = largest
          case .average: result[c, y, x] = sum / Double(window.width * window.height)
          case .sum: result[c, y, x] = sum
          }
        }
      }
    }
    return result
  }
}

extension ReferenceMap {
  /// scale[c] · value + shift[c].
  func scaled(_ scale: [Double], _ shift: [Double]) -> ReferenceMap {
    var result = self
    let area = shape.height * shape.width
    for i in 0..<values.count { result.values[i] = scale[i / area] * values[i] + shift[i / area] }
    return result
  }

  /// Softmax over the channels of every position.
  func softmax() -> ReferenceMap {
    var result = self
    let area = shape.height * shape.width
    for place in 0..<area {
      var largest = -Double.infinity
      for c in 0..<shape.channels { largest = max(largest, values[c * area + place]) }
      var sum = 0.0
      for c in 0..<shape.channels {
        result.values[c * area + place] = exponential(values[c * area + place] - largest)
        sum += result.values[c * area + place]
      }
      for c in 0..<shape.channels { result.values[c * area + place] /= sum }
    }
    return result
  }
}

extension BatchNormalizationLayer {
  /// With mean and variance given for each channel.
  static func reference(
    _ input: ReferenceMap, _ parameters: ArraySlice<[Double]>, mean: [Double], variance: [Double]
  ) -> ReferenceMap {
    let start = parameters.startIndex
    var scale: [Double] = []
    var shift: [Double] = []
    for c in 0..<input.shape.channels {
      let factor = parameters[start][c] / (variance[c] + Double(epsilon)).squareRoot()
      scale.append(factor)
      shift.append(parameters[start + 1][c] - mean[c] * factor)
    }
    return input.scaled(scale, shift)
  }
}
