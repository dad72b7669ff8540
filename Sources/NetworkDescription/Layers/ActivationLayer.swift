/// A function applied to every value.
public enum ActivationLayer: Sendable, Equatable {
  /// `relu`: max(0, x).
  case relu
  /// `leaky-relu`: x where positive, slope · x elsewhere.
  case leakyReLU(slope: Float)
  /// `tanh`: the hyperbolic tangent.
  case tanh
  /// `lecun-tanh`: 1.7159 · tanh(2x/3), which is ±1 at ±1 (LeCun 1998).
  case scaledTanh
  /// `sigmoid`: 1 / (1 + e⁻ˣ).
  case sigmoid

  /// The slope of a leaky ReLU that names none.
  public static let defaultSlope: Float = 0.01

  var word: String {
    switch self {
    case .relu: "relu"
    case .leakyReLU: "leaky-relu"
    case .tanh: "tanh"
    case .scaledTanh: "lecun-tanh"
    case .sigmoid: "sigmoid"
    }
  }

  var text: String {
    if case .leakyReLU(let slope) = self, slope != ActivationLayer.defaultSlope { return "leaky-relu \(slope)" }
    return word
  }
}
