/// Batch normalisation: out = w[c] · (in − mean[c]) / √(variance[c] + ε) + b[c].
///
/// While training mean and variance are those of the channel over the whole batch, and running ones follow them:
/// running ← 0.9 · running + 0.1 · measured (the variance with n − 1, as in PyTorch). Otherwise the running ones serve.
public struct BatchNormalizationLayer: Sendable, Equatable {
  /// ε, added to the variance.
  public static let epsilon: Float = 1e-5
  /// The share of a new measurement in the running values.
  public static let momentum: Float = 0.1

  /// A batch normalisation.
  public init() {}
}

// Parameters
extension BatchNormalizationLayer {
  func parameters(_ input: Shape, name: String) -> [ParameterDescription] {
    [
      ParameterDescription("\(name).weight", [input.channels], .scale, start: 1),
      ParameterDescription("\(name).bias", [input.channels], .bias, start: 0),
      ParameterDescription("\(name).running_mean", [input.channels], .statistic, start: 0),
      ParameterDescription("\(name).running_var", [input.channels], .statistic, start: 1),
    ]
  }
}

// The definition, with the mean and the variance that stand among the parameters
extension BatchNormalizationLayer {
  /// w[c] / √(variance[c] + ε).
  private func factors(_ parameters: ArraySlice<[Double]>) -> [Double] {
    let start = parameters.startIndex
    var factors: [Double] = []
    for (weight, variance) in zip(parameters[start], parameters[start + 3]) {
      factors.append(weight / (variance + Double(BatchNormalizationLayer.epsilon)).squareRoot())
    }
    return factors
  }

  func reference(_ input: ReferenceMap, _ parameters: ArraySlice<[Double]>) -> ReferenceMap {
    let start = parameters.startIndex
    let factors = factors(parameters)
    var shifts: [Double] = []
    for c in 0..<factors.count { shifts.append(parameters[start + 1][c] - parameters[start + 2][c] * factors[c]) }
    return input.scaled(factors, shifts)
  }

  /// ∂/∂input where mean and variance do not follow the input: when the network does not train.
  func backward(_ gradient: ReferenceMap, _ parameters: ArraySlice<[Double]>) -> ReferenceMap {
    gradient.scaled(factors(parameters))
  }

  /// The parameters with mean and variance of each channel over a batch in place of the running ones.
  func trainingParameters(_ parameters: ArraySlice<[Double]>, on maps: [ReferenceMap]) -> ArraySlice<[Double]> {
    let shape = maps[0].shape
    let area = shape.height * shape.width
    let count = Double(area * maps.count)
    var measured = parameters
    for c in 0..<shape.channels {
      var sum = 0.0
      for map in maps {
        for i in c * area..<(c + 1) * area { sum += map.values[i] }
      }
      let mean = sum / count
      var squares = 0.0
      for map in maps {
        for i in c * area..<(c + 1) * area { squares += (map.values[i] - mean) * (map.values[i] - mean) }
      }
      measured[parameters.startIndex + 2][c] = mean
      measured[parameters.startIndex + 3][c] = squares / count
    }
    return measured
  }
}
