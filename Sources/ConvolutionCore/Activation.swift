/// A function applied to every value of a map.
public enum Activation: Sendable, Equatable {
  /// The value itself.
  case none
  /// max(0, x).
  case relu
  /// x where positive, `slope`·x elsewhere.
  case leakyReLU(slope: Float)
  /// The hyperbolic tangent.
  case tanh
  /// 1 / (1 + e⁻ˣ).
  case sigmoid
}
