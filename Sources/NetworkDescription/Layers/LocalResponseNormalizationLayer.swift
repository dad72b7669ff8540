#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

/// Local response normalisation (Krizhevsky, Sutskever & Hinton 2012): a value is divided by what it and its
/// neighbouring channels have at the same place.
///
/// out[c] = in[c] / s[c]^β with s[c] = k + α/n · Σ in[j]² over the n channels from c − ⌊n/2⌋ to c + ⌊n/2⌋; channels that
/// do not exist count as 0.
///
/// α is divided by the size n, as in PyTorch, ONNX, Caffe and the program behind the paper. The paper's formula and
/// TensorFlow's function do not divide: their α is this one divided by n.
public struct LocalResponseNormalizationLayer: Sendable, Equatable {
  /// Channels of a neighbourhood (n); odd.
  public var size: Int
  /// The weight of the mean square (α).
  public var alpha: Float
  /// The exponent (β).
  public var beta: Float
  /// What a value is divided by where all are 0 (k); positive.
  public var k: Float

  /// A normalisation over an odd `size` of channels; AlexNet's numbers unless said.
  public init(size: Int = 5, alpha: Float = 1e-4, beta: Float = 0.75, k: Float = 2) {
    precondition(size > 0 && size % 2 == 1 && k > 0, "a neighbourhood with a middle, and no division by 0")
    self.size = size
    self.alpha = alpha
    self.beta = beta
    self.k = k
  }
}

// SPEC: lrn [SIZE] [alpha A] [beta B] [k K]
extension LocalResponseNormalizationLayer {
  init(_ parser: inout SpecificationParser) throws(NetworkError) {
    var size = LocalResponseNormalizationLayer().size
    if let word = parser.next, Int(word) != nil {
      size = try parser.number("the number of channels", 1...1023)
      guard size % 2 == 1 else {
        throw .valueOutOfRange(
          layer: parser.name, what: "the number of channels", found: "\(size)",
          expected: "an odd number: a channel and as many on either side")
      }
    }
    self.init(size: size)
    while true {
      if parser.take("alpha") {
        alpha = try LocalResponseNormalizationLayer.number(&parser, "alpha", 0)
      } else if parser.take("beta") {
        beta = try LocalResponseNormalizationLayer.number(&parser, "beta", 0)
      } else if parser.take("k") {
        k = try LocalResponseNormalizationLayer.number(&parser, "k", 1e-6)
      } else {
        return
      }
    }
  }

  private static func number(
    _ parser: inout SpecificationParser, _ what: String, _ least: Float
  ) throws(NetworkError) -> Float {
    guard let value = parser.next.flatMap(Float.init) else {
      throw .missingValue(layer: parser.name, expected: "a number behind \(what)", found: parser.next)
    }
    guard value >= least, value <= 1000 else {
      throw .valueOutOfRange(layer: parser.name, what: what, found: "\(value)", expected: "\(least) to 1000.0")
    }
    parser.position += 1
    return value
  }

  var text: String {
    let usual = LocalResponseNormalizationLayer(size: size)
    var text = "lrn \(size)"
    for (name, value, usual) in [("alpha", alpha, usual.alpha), ("beta", beta, usual.beta), ("k", k, usual.k)]
    where value != usual {
      text += " \(name) " + (Int32(exactly: value).map { "\($0)" } ?? "\(value)")
    }
    return text
  }

  var numbers: [Int32] { [Int32(size), CodeReader.bits(alpha), CodeReader.bits(beta), CodeReader.bits(k)] }

  init(_ code: inout CodeReader) throws(NetworkError) {
    let size = try code.number(1...1023)
    let alpha = try code.float()
    let beta = try code.float()
    let k = try code.float()
    guard size % 2 == 1, k > 0 else { throw CodeReader.broken }
    self.init(size: size, alpha: alpha, beta: beta, k: k)
  }
}

// The neighbourhood
extension LocalResponseNormalizationLayer {
  /// The channels around channel `c` that there are.
  @inline(__always) private func neighbours(_ c: Int, _ channels: Int) -> Range<Int> {
    max(0, c - size / 2)..<min(channels, c + size / 2 + 1)
  }
}

// The definition
extension LocalResponseNormalizationLayer {
  /// s of every value.
  private func divisors(_ input: ReferenceMap) -> [Double] {
    let (channels, area) = (input.shape.channels, input.shape.height * input.shape.width)
    var divisors: [Double] = []
    for c in 0..<channels {
      for place in 0..<area {
        var sum = 0.0
        for j in neighbours(c, channels) { sum += input.values[j * area + place] * input.values[j * area + place] }
        divisors.append(Double(k) + Double(alpha) / Double(size) * sum)
      }
    }
    return divisors
  }

  private func power(_ divisor: Double) -> Double { exponential(-Double(beta) * naturalLogarithm(divisor)) }

  func reference(_ input: ReferenceMap) -> ReferenceMap {
    var result = input
    for (i, divisor) in divisors(input).enumerated() { result.values[i] *= power(divisor) }
    return result
  }

  /// ∂/∂in[j] = g[j] / s[j]^β − 2αβ/n · in[j] · Σ g[c] · out[c] / s[c] over the channels c that have j as neighbour.
  func backward(_ input: ReferenceMap, _ gradient: ReferenceMap) -> ReferenceMap {
    let (channels, area) = (input.shape.channels, input.shape.height * input.shape.width)
    let divisors = divisors(input)
    var result = gradient
    for j in 0..<channels {
      for place in 0..<area {
        var sum = 0.0
        for c in neighbours(j, channels) {
          let i = c * area + place
          sum += gradient.values[i] * input.values[i] * power(divisors[i]) / divisors[i]
        }
        let i = j * area + place
        result.values[i] *= power(divisors[i])
        result.values[i] -= 2 * Double(alpha) * Double(beta) / Double(size) * input.values[i] * sum
      }
    }
    return result
  }
}

// The same for the engine, in single precision and sixteen samples at a time. Only operations that IEEE 754 rounds are
// used and none is fused, so that the bits are the same on every machine.
extension LocalResponseNormalizationLayer {
  package var operation: PositionOperation {
    PositionOperation(
      name: "local response normalisation",
      forward: { values, channels, results, _ in
        for c in 0..<channels {
          let result = results + c * PositionOperation.samples
          divisor(values, c, channels, result)
          power(result, result)
          for lane in 0..<PositionOperation.samples { result[lane] *= values[c * PositionOperation.samples + lane] }
        }
      },
      backward: { values, channels, results, gradient, _, target, adds in
        let count = channels * PositionOperation.samples
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * count) { memory in
          guard let divisors = memory.baseAddress else { return }
          let shares = divisors + count
          for c in 0..<channels { divisor(values, c, channels, divisors + c * PositionOperation.samples) }
          for i in 0..<count { shares[i] = gradient[i] * results[i] / divisors[i] }
          let slope = -2 * alpha * beta / Float(size)
          for j in 0..<channels {
            let first = j * PositionOperation.samples
            // Nobody reads this channel's divisors any more.
            power(divisors + first, divisors + first)
            for lane in 0..<PositionOperation.samples {
              var sum: Float = 0
              for c in neighbours(j, channels) { sum += shares[c * PositionOperation.samples + lane] }
              let i = first + lane
              let value = gradient[i] * divisors[i] + slope * values[i] * sum
              target[i] = adds ? target[i] + value : value
            }
          }
        }
      })
  }

  /// s of channel `c` in sixteen samples.
  @inline(__always) private func divisor(
    _ values: UnsafePointer<Float>, _ c: Int, _ channels: Int, _ result: UnsafeMutablePointer<Float>
  ) {
    for lane in 0..<PositionOperation.samples { result[lane] = 0 }
    for j in neighbours(c, channels) {
      for lane in 0..<PositionOperation.samples {
        let value = values[j * PositionOperation.samples + lane]
        result[lane] += value * value
      }
    }
    let weight = alpha / Float(size)
    for lane in 0..<PositionOperation.samples { result[lane] = k + weight * result[lane] }
  }

  /// s^−β of sixteen samples.
  @inline(__always) private func power(_ divisors: UnsafePointer<Float>, _ results: UnsafeMutablePointer<Float>) {
    if beta == 0.75 {
      // Two roots are much cheaper than a logarithm and an exponential.
      for lane in 0..<PositionOperation.samples {
        let root = divisors[lane].squareRoot()
        results[lane] = 1 / (root * root.squareRoot())
      }
    } else {
      for lane in 0..<PositionOperation.samples { results[lane] = Float(power(Double(divisors[lane]))) }
    }
  }
}
