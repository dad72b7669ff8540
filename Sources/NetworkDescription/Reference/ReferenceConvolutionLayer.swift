import ConvolutionCore

extension ConvolutionLayer {
  /// By the definition, one output at a time; weights O × I × kH × kW.
  func reference(_ input: ReferenceMap, _ parameters: ArraySlice<[Double]>, _ output: Shape) -> ReferenceMap {
    let weights = parameters[parameters.startIndex]
    let inputs = input.shape.channels / groups
    var result = ReferenceMap(shape: output)
    for o in 0..<outputs {
      let first = o / (outputs / groups) * inputs
      for y in 0..<output.height {
        for x in 0..<output.width {
          var sum = hasBias ? parameters[parameters.startIndex + 1][o] : 0
          for c in 0..<inputs {
            for i in 0..<kernel.height {
              let row = y * stride + i * dilation - padding
              guard row >= 0, row < input.shape.height else { continue }
              for j in 0..<kernel.width {
                let column = x * stride + j * dilation - padding
                guard column >= 0, column < input.shape.width else { continue }
                let weight = weights[((o * inputs + c) * kernel.height + i) * kernel.width + j]
                sum += weight * input[first + c, row, column]
              }
            }
          }
          result[o, y, x] = sum
        }
      }
    }
    return result
  }
}

extension FullyConnectedLayer {
  /// By the definition; weights O × I.
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
}

extension RadialBasisLayer {
  /// By the definition.
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
}
