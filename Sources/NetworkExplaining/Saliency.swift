import NetworkDescription
import NetworkEngine

/// How strongly each pixel of a picture moves the network's answer: the gradient of one output before the softmax with
/// respect to the picture (Simonyan, Vedaldi & Zisserman, "Deep inside convolutional networks", 2014).
public struct Saliency: Sendable, Equatable {
  /// The output that was looked at.
  public let output: Int
  /// ∂output/∂pixel for pixels of 0…1, C × H × W.
  public let gradient: [Double]
  /// The picture's shape.
  public let shape: Shape

  /// The gradient of output `output` at a picture of C × H × W bytes.
  /// - Throws: `NetworkError` when the picture is not of the network's size, or the output is none of it.
  /// - Complexity: one forward and one backward pass by definition, in double precision.
  public init(_ network: Network, picture: [UInt8], output: Int) throws(NetworkError) {
    let shape = network.architecture.input
    try network.checkOutput(output)
    guard picture.count == shape.count else {
      throw .inputShape(expected: shape, found: Shape(channels: picture.count))
    }
    let reference = ReferenceNetwork(network)
    let input = network.normalization.applied(to: picture.map { Double($0) / 255 }, shape)
    let last = network.specification.logits
    let maps = reference.forward(input, upTo: last)
    var seed = [Double](repeating: 0, count: network.architecture.shapes[last].count)
    seed[output] = 1
    let slopes = reference.inputGradient(maps, of: input, node: last, seed: seed)
    let area = shape.height * shape.width
    gradient = slopes.values.enumerated().map { index, slope in
      slope / network.normalization.deviation(channel: index / area)
    }
    self.shape = shape
    self.output = output
  }

  /// The largest |∂output/∂pixel| over the channels, H × W.
  public var strength: [Float] {
    let area = shape.height * shape.width
    return (0..<area).map { pixel in
      Float((0..<shape.channels).reduce(0.0) { max($0, gradient[$1 * area + pixel].magnitude) })
    }
  }
}

extension Network {
  /// Throws where there is no output of that number.
  func checkOutput(_ output: Int) throws(NetworkError) {
    let count = architecture.shapes[specification.logits].count
    guard output >= 0, output < count else {
      throw .invalidSetting("The output", found: "\(output)", expected: "0 to \(count - 1)")
    }
  }
}

extension NetworkSpecification {
  /// The node whose values are the answers before any softmax at the end.
  var logits: Int {
    var index = nodes.count - 1
    while index > 0, case .softmax = nodes[index].layer, let source = nodes[index].inputs.first, source >= 0 {
      index = source
    }
    return index
  }
}

extension Normalization {
  func deviation(channel: Int) -> Double { Double(deviation[channel < deviation.count ? channel : 0]) }

  func mean(channel: Int) -> Double { Double(mean[channel < mean.count ? channel : 0]) }

  /// Pixels of 0…1 as the network sees them.
  func applied(to pixels: [Double], _ shape: Shape) -> ReferenceMap {
    let area = shape.height * shape.width
    return ReferenceMap(
      shape: shape,
      values: pixels.enumerated().map { index, pixel in
        (pixel - mean(channel: index / area)) / deviation(channel: index / area)
      })
  }
}
