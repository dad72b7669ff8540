import ConvolutionCore

/// The random numbers that weights start with; biases start at 0 unless said otherwise.
public enum Initialization: String, Sendable, CaseIterable {
  /// Normal with variance 2 / inputs (He et al. 2015), for ReLU.
  case he
  /// Uniform within ±√(6 / (inputs + outputs)) (Glorot & Bengio 2010).
  case glorot
  /// Normal with variance 1 / inputs (LeCun et al. 1998), for tanh.
  case lecun
  /// Uniform within ±1 / √inputs, biases too (PyTorch's default).
  case uniform

  func values(of parameter: ParameterDescription, seed: UInt64, stream: UInt64) -> [Float] {
    if let start = parameter.start, !(self == .uniform && parameter.fanIn > 0) {
      return [Float](repeating: start, count: parameter.count)
    }
    var generator = SeededGenerator(seed: seed, stream: stream)
    let inputs = Double(max(parameter.fanIn, 1))
    switch self {
    case .he: return normal(parameter.count, (2 / inputs).squareRoot(), &generator)
    case .lecun: return normal(parameter.count, (1 / inputs).squareRoot(), &generator)
    case .glorot:
      return uniform(parameter.count, (6 / (inputs + Double(parameter.fanOut))).squareRoot(), &generator)
    case .uniform: return uniform(parameter.count, 1 / inputs.squareRoot(), &generator)
    }
  }

  private func normal(_ count: Int, _ deviation: Double, _ generator: inout SeededGenerator) -> [Float] {
    var values = [Float](repeating: 0, count: count)
    for i in values.indices { values[i] = Float(generator.normal() * deviation) }
    return values
  }

  private func uniform(_ count: Int, _ bound: Double, _ generator: inout SeededGenerator) -> [Float] {
    var values = [Float](repeating: 0, count: count)
    for i in values.indices { values[i] = Float(generator.uniform(-bound, bound)) }
    return values
  }
}
