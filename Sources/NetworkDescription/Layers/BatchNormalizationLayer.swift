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

  static func parameters(_ input: Shape, name: String) -> [ParameterDescription] {
    [
      ParameterDescription("\(name).weight", [input.channels], .bias, start: 1),
      ParameterDescription("\(name).bias", [input.channels], .bias, start: 0),
      ParameterDescription("\(name).running_mean", [input.channels], .statistic, start: 0),
      ParameterDescription("\(name).running_var", [input.channels], .statistic, start: 1),
    ]
  }
}
