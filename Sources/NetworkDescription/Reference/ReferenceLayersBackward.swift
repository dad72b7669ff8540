import ConvolutionCore

extension ConvolutionLayer {
  /// ∂/∂input: every output's gradient goes back through its weights.
  func backward(_ input: Shape, _ weights: [Double], _ gradient: ReferenceMap) -> ReferenceMap {
    let inputs = input.channels / groups
    let output = gradient.shape
    var result = ReferenceMap(shape: input)
    for o in 0..<outputs {
      let first = o / (outputs / groups) * inputs
      for y in 0..<output.height {
        for x in 0..<output.width {
          let slope = gradient[o, y, x]
          if slope == 0 { continue }
          for c in 0..<inputs {
            for i in 0..<kernel.height {
              let row = y * stride + i * dilation - padding
              guard row >= 0, row < input.height else { continue }
              for j in 0..<kernel.width {
                let column = x * stride + j * dilation - padding
                guard column >= 0, column < input.width else { continue }
                result[first + c, row, column] +=
                  slope * weights[((o * inputs + c) * kernel.height + i) * kernel.width + j]
              }
            }
          }
        }
      }
    }
    return result
  }
}

extension FullyConnectedLayer {
  /// ∂/∂input: the transposed weights times the gradient.
  func backward(_ input: Shape, _ weights: [Double], _ gradient: ReferenceMap) -> ReferenceMap {
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

extension RadialBasisLayer {
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

extension PoolingLayer {
  /// ∂/∂input: to the largest value of each window, the first of equals, or to all of it.
  func backward(_ input: ReferenceMap, _ gradient: ReferenceMap) -> ReferenceMap {
    let window = window(on: input.shape)
    let step = step(on: input.shape)
    let output = gradient.shape
    var result = ReferenceMap(shape: input.shape)
    for c in 0..<output.channels {
      for y in 0..<output.height {
        for x in 0..<output.width {
          let slope = gradient[c, y, x]
          if slope == 0 { continue }
          var best = (row: -1, column: -1)
          for i in 0..<window.height {
            let row = y * step.height + i - padding
            guard row >= 0, row < input.shape.height else { continue }
            for j in 0..<window.width {
              let column = x * step.width + j - padding
              guard column >= 0, column < input.shape.width else { continue }
              switch kind {
              case .max:
                if best.row < 0 || input[c, row, column] > input[c, best.row, best.column] { best = (row, column) }
              case .average: result[c, row, column] += slope / Double(window.width * window.height)
              case .sum: result[c, row, column] += slope
              }
            }
          }
          if best.row >= 0 { result[c, best.row, best.column] += slope }
        }
      }
    }
    return result
  }
}

extension ActivationLayer {
  /// The derivative at `x`, where the function is `y`.
  func slope(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .relu: x > 0 ? 1 : 0
    case .leakyReLU(let slope): x > 0 ? 1 : Double(slope)
    case .tanh: 1 - y * y
    case .scaledTanh: (1.7159 - y * y / 1.7159) * 2 / 3
    case .sigmoid: y * (1 - y)
    }
  }
}
