import ConvolutionCore

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
}

// SPEC: relu, leaky-relu [SLOPE], tanh, lecun-tanh, sigmoid
extension ActivationLayer {
  /// The leaky ReLU, whose slope may follow.
  init(leaky parser: inout SpecificationParser) throws(NetworkError) {
    guard let slope = parser.next.flatMap(Float.init) else {
      self = .leakyReLU(slope: ActivationLayer.defaultSlope)
      return
    }
    parser.position += 1
    guard slope >= 0, slope < 1 else {
      throw .valueOutOfRange(layer: parser.name, what: "the slope", found: "\(slope)", expected: "0 up to 1")
    }
    self = .leakyReLU(slope: slope)
  }

  var word: LayerWord {
    switch self {
    case .relu: .relu
    case .leakyReLU: .leakyReLU
    case .tanh: .tanh
    case .scaledTanh: .scaledTanh
    case .sigmoid: .sigmoid
    }
  }

  var text: String {
    if case .leakyReLU(let slope) = self, slope != ActivationLayer.defaultSlope { return "leaky-relu \(slope)" }
    return word.rawValue
  }

  var numbers: [Int32] {
    if case .leakyReLU(let slope) = self { [CodeReader.bits(slope)] } else { [] }
  }
}

// The definition: that of the filters' activations
extension ActivationLayer {
  private static let amplitude = 1.7159

  private var activation: Activation {
    switch self {
    case .relu: .relu
    case .leakyReLU(let slope): .leakyReLU(slope: slope)
    case .tanh, .scaledTanh: .tanh
    case .sigmoid: .sigmoid
    }
  }

  /// The function of one value.
  func reference(_ x: Double) -> Double {
    self == .scaledTanh ? Self.amplitude * activation.definition(x * 2 / 3) : activation.definition(x)
  }

  /// The derivative at `x`, where the function is `y`.
  private func slope(_ x: Double, _ y: Double) -> Double {
    self == .scaledTanh ? (Self.amplitude - y * y / Self.amplitude) * 2 / 3 : activation.slope(x, y)
  }

  func backward(_ input: ReferenceMap, _ output: ReferenceMap, _ gradient: ReferenceMap) -> ReferenceMap {
    var result = gradient
    for i in 0..<result.values.count { result.values[i] *= slope(input.values[i], output.values[i]) }
    return result
  }
}
