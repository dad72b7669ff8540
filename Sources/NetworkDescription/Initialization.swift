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
  /// As `lecun`, and biases normal with deviation ½: for networks that would answer a negative with the negative answer,
  /// which cannot begin to tell shapes apart that are now light, now dark.
  case tilted
  /// As `tilted`, the last layer's numbers a tenth of that: for squared distances, which first draw all answers to the
  /// patterns' mean.
  case tiltedSmall = "tilted-small"

  /// The numbers a parameter starts with; `isLast` for those of the last layer that learns.
  func values(of parameter: ParameterDescription, isLast: Bool, seed: UInt64, stream: UInt64) -> [Float] {
    if parameter.role == .bias, parameter.fanIn > 0, self == .tilted || self == .tiltedSmall {
      var generator = SeededGenerator(seed: seed, stream: stream)
      return normal(parameter.count, isLast && self == .tiltedSmall ? 0.05 : 0.5, &generator)
    }
    if let start = parameter.start, !(self == .uniform && parameter.fanIn > 0) {
      return [Float](repeating: start, count: parameter.count)
    }
    var generator = SeededGenerator(seed: seed, stream: stream)
    let inputs = Double(max(parameter.fanIn, 1))
    switch self {
    case .he: return normal(parameter.count, (2 / inputs).squareRoot(), &generator)
    case .lecun, .tilted: return normal(parameter.count, (1 / inputs).squareRoot(), &generator)
    case .tiltedSmall:
      return normal(parameter.count, (isLast ? 0.1 : 1) * (1 / inputs).squareRoot(), &generator)
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
