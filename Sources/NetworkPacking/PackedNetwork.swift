import ConvolutionCore
import NetworkDescription

/// A network as the plain numbers that `TracedNetwork` takes: 21 a layer, and its weights in one row.
public struct PackedNetwork: Sendable {
  /// A record for each layer; see `TracedLayer`.
  public private(set) var records: [Int32] = []
  /// Weights and biases of the layers behind each other, batch normalisations as they are when the network reads.
  public private(set) var parameters: [Float] = []
  /// Factor and summand of a pixel 0…255, for each channel.
  public let scales: [Float], shifts: [Float]

  /// The most inputs of a layer that a record holds.
  public static let largestInputCount = 4

  /// The numbers of a network whose layers have ``largestInputCount`` inputs at most, and are of kinds that ``holds(_:)``.
  public init(_ network: Network) {
    let normalization = network.normalization
    let channels = 0..<network.architecture.input.channels
    func number(_ values: [Float], _ channel: Int) -> Float { values[channel < values.count ? channel : 0] }
    scales = channels.map { 1 / (255 * number(normalization.deviation, $0)) }
    shifts = channels.map { -number(normalization.mean, $0) / number(normalization.deviation, $0) }
    for (index, node) in network.specification.nodes.enumerated() { add(node, index, network) }
  }

  /// Appends numbers and returns where they begin; −1 where there are none.
  private mutating func put(_ numbers: [Float]?) -> Int {
    guard let numbers else { return -1 }
    parameters += numbers
    return parameters.count - numbers.count
  }

  /// The number that `TracedLayer` gives to what a layer does; nil where it has none.
  private static func operation(of layer: Layer) -> Int? {
    switch layer {
    case .convolution, .fullyConnected: 0
    case .pooling: 1
    case .activation: 2
    case .batchNormalization: 3
    case .subsampling: 4
    case .radialBasis: 5
    case .softmax: 6
    case .dropout, .flatten, .widening: 7
    case .sum: 8
    case .concatenation: 9
    case .localResponseNormalization: 10
    }
  }

  /// Whether there is a record for what a layer does.
  public static func holds(_ layer: Layer) -> Bool { operation(of: layer) != nil }

  private mutating func add(_ node: NetworkSpecification.Node, _ index: Int, _ network: Network) {
    let architecture = network.architecture
    let source = node.inputs[0]
    let from = source == NetworkSpecification.input ? architecture.input : architecture.shapes[source]
    let output = architecture.shapes[index]
    guard let operation = PackedNetwork.operation(of: node.layer) else {
      preconditionFailure("a layer that has a record")
    }
    var window = WindowGeometry(taps: Size(width: 1, height: 1))
    var (groups, kind, weights, biases) = (1, 0, -1, -1)
    let weight = network["\(node.name).weight"]
    let bias = network["\(node.name).bias"]
    switch node.layer {
    case .convolution(let layer):
      window = layer.geometry
      groups = layer.groups
      (weights, biases) = (put(weight), put(bias))
    case .fullyConnected:
      window = WindowGeometry(taps: from.size)
      (weights, biases) = (put(weight), put(bias))
    case .pooling(let layer):
      window = layer.geometry(on: from.size)
      kind = layer.kind == .max ? 0 : layer.kind == .average ? 1 : 2
    case .activation(let layer):
      switch layer {
      case .relu: kind = 0
      case .leakyReLU(let slope):
        kind = 1
        weights = put([slope])
      case .tanh: kind = 2
      case .scaledTanh: kind = 3
      case .sigmoid: kind = 4
      }
    case .batchNormalization:
      let (scale, shift) = PackedNetwork.affine(node.name, network)
      (weights, biases) = (put(scale), put(shift))
    case .subsampling(let layer):
      window = layer.geometry
      (weights, biases) = (put(weight), put(bias))
    case .radialBasis(let layer):
      weights = put(layer.patterns(inputs: from.count))
    case .localResponseNormalization(let layer):
      kind = layer.size
      weights = put([layer.alpha, layer.beta, layer.k])
    case .softmax, .dropout, .widening, .flatten, .sum, .concatenation: break
    }
    let inputs = node.inputs + [Int](repeating: -1, count: 4 - node.inputs.count)
    let numbers =
      [operation, node.inputs.count] + inputs
      + [
        output.channels, output.height, output.width, window.taps.height, window.taps.width, window.stride.height,
        window.stride.width, window.padding.top, window.dilation.height, groups, kind, weights, biases,
        window.padding.left, window.dilation.width,
      ]
    records += numbers.map { Int32($0) }
  }

  /// A batch normalisation with its running mean and variance, as the engine computes it.
  private static func affine(_ name: String, _ network: Network) -> ([Float], [Float]) {
    guard let scale = network["\(name).weight"], let shift = network["\(name).bias"],
      let mean = network["\(name).running_mean"], let variance = network["\(name).running_var"]
    else { return ([], []) }
    var (factors, summands): ([Float], [Float]) = ([], [])
    for c in scale.indices {
      let factor = scale[c] / (variance[c] + BatchNormalizationLayer.epsilon).squareRoot()
      factors.append(factor)
      summands.append(shift[c] - mean[c] * factor)
    }
    return (factors, summands)
  }
}
