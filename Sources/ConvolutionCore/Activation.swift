#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

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

  /// What pictures of 0…255 take as the scale of ``apply(to:scale:)``.
  public static let pictureScale: Float = 255

  /// Applies the function to every value, in place: x becomes scale · f(x / scale).
  ///
  /// The scale matters to tanh and sigmoid alone. Results are within 2 units in the last place of the exact value and
  /// have the same bits on every machine.
  /// The scale is what stands for 1: 255 on pictures.
  public func apply(to values: UnsafeMutableBufferPointer<Float>, scale: Float = 1) {
    guard let start = values.baseAddress else { return }
    let loops = VectorLoops.current
    switch self {
    case .none: return
    case .relu: loops.applyLeakyReLU(start, values.count, 0)
    case .leakyReLU(let slope): loops.applyLeakyReLU(start, values.count, slope)
    case .tanh: loops.applyTanh(start, values.count, scale)
    case .sigmoid: loops.applySigmoid(start, values.count, scale)
    }
  }

  /// The map with the function applied to every value; see ``apply(to:scale:)``.
  ///
  /// Example: `Activation.sigmoid.applied(to: plane, scale: 255)` of a plane of zeros is a plane of 127.5.
  public func applied(to plane: Plane, scale: Float = 1) -> Plane {
    var result = plane
    result.values.withUnsafeMutableBufferPointer { apply(to: $0, scale: scale) }
    return result
  }

  /// The function of one number: scale · f(x / scale), with the bits of ``apply(to:scale:)``.
  public func callAsFunction(_ x: Float, scale: Float = 1) -> Float {
    var value = x
    withUnsafeMutablePointer(to: &value) {
      apply(to: UnsafeMutableBufferPointer(start: $0, count: 1), scale: scale)
    }
    return value
  }

  /// The function of one number by its definition, in double precision: filters and layers are both held to it.
  public func definition(_ x: Double) -> Double {
    switch self {
    case .none: x
    case .relu: x > 0 ? x : 0
    case .leakyReLU(let slope): x > 0 ? x : Double(slope) * x
    case .tanh: hyperbolicTangent(x)
    case .sigmoid: 1 / (1 + exponential(-x))
    }
  }

  /// The derivative of ``definition(_:)`` at `x`, where the function is `y`; at a corner the slope on its left.
  public func slope(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .none: 1
    case .relu: x > 0 ? 1 : 0
    case .leakyReLU(let slope): x > 0 ? 1 : Double(slope)
    case .tanh: 1 - y * y
    case .sigmoid: y * (1 - y)
    }
  }
}
