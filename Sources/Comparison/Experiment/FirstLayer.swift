import ConvolutionCore
import NetworkDescription
import NetworkEngine

/// The first convolution of a network, as filters to look at and to exchange.
public struct FirstLayer: Sendable {
  /// The layer's name: `conv1`.
  public let name: String
  /// O × I × kH × kW.
  public let shape: [Int]

  /// The first convolution; nil when the network has none.
  public init?(_ architecture: Architecture) {
    guard
      let node = architecture.specification.nodes.first(where: { node in
        if case .convolution = node.layer { return true }
        return false
      }), let weights = architecture.parameters.first(where: { $0.name == node.name + ".weight" })
    else { return nil }
    name = node.name
    shape = weights.shape
  }

  /// The layer's filters. Those of a colour network are summed over its channels: what they answer to gray.
  public func filters(of network: Network) -> [FilterPatch] {
    let weights = network[name + ".weight"] ?? []
    let (channels, area) = (shape[1], shape[2] * shape[3])
    return (0..<shape[0]).map { output in
      var sums = [Double](repeating: 0, count: area)
      for channel in 0..<channels {
        for index in 0..<area { sums[index] += Double(weights[(output * channels + channel) * area + index]) }
      }
      return FilterPatch(width: shape[3], height: shape[2], weights: sums)
    }
  }

  /// Puts filters of the layer's size in place of its own, the same for every channel, each with the length `strength`.
  ///
  /// Biases become 0, so that arms differ in their filters alone. Fewer filters than the layer has are repeated.
  public func replace(_ filters: [FilterPatch], strength: Double, in network: inout Network) throws(NetworkError) {
    let channels = shape[1]
    let weights = (0..<shape[0]).flatMap { output in
      (0..<channels).flatMap { _ in filters.isEmpty ? [] : filters[output % filters.count].weights }
    }
    try replace(weights: weights, strength: strength, in: &network)
  }

  /// Puts the weights of another network's layer in place, each filter with the length `strength`; biases become 0.
  public func replace(from other: Network, strength: Double, in network: inout Network) throws(NetworkError) {
    try replace(weights: (other[name + ".weight"] ?? []).map { Double($0) }, strength: strength, in: &network)
  }

  /// Scales and shifts every filter so that its map over some pictures, the first of `examples`, has deviation 1 and,
  /// where the layer has a bias, mean 0: then layers of any origin pass on signals of the same size, and the rest of
  /// the network learns at the same pace. A filter that answers the same to everything keeps its weights.
  public func calibrate(_ network: inout Network, on examples: Examples) throws(NetworkError) {
    var weights = network[name + ".weight"] ?? []
    let hasBias = network[name + ".bias"] != nil
    let zeros = [Float](repeating: 0, count: shape[0])
    if hasBias { try network.set(name + ".bias", to: zeros) }
    guard let node = network.specification.index(of: name) else { throw .unknownLayer(name) }
    let inference = Inference(network)
    var (sums, squares, count) = (zeros.map { Double($0) }, zeros.map { Double($0) }, 0.0)
    for picture in 0..<min(FirstLayer.calibrationPictures, examples.count) {
      let values = try inference.activations(of: Array(examples.picture(picture)))[node].values
      let area = values.count / shape[0]
      count += Double(area)
      for output in 0..<shape[0] {
        for value in values[output * area..<(output + 1) * area] {
          sums[output] += Double(value)
          squares[output] += Double(value) * Double(value)
        }
      }
    }
    let size = shape[1] * shape[2] * shape[3]
    var biases = zeros
    for output in 0..<shape[0] {
      let mean = sums[output] / max(count, 1)
      let deviation = max(0, squares[output] / max(count, 1) - mean * mean).squareRoot()
      guard deviation > 1e-6 else { continue }
      for index in output * size..<(output + 1) * size { weights[index] = Float(Double(weights[index]) / deviation) }
      biases[output] = Float(-mean / deviation)
    }
    try network.set(name + ".weight", to: weights)
    if hasBias { try network.set(name + ".bias", to: biases) }
  }

  /// Enough to know a filter's mean and deviation to about a hundredth.
  private static let calibrationPictures = 100

  /// Copies weights and biases of a layer of the same shape as they are; biases that it does not have become 0.
  public func copy(_ layer: FirstLayer, of other: Network, into network: inout Network) throws(NetworkError) {
    try network.set(name + ".weight", to: other[layer.name + ".weight"] ?? [])
    if network[name + ".bias"] != nil {
      try network.set(name + ".bias", to: other[layer.name + ".bias"] ?? [Float](repeating: 0, count: shape[0]))
    }
  }

  private func replace(weights: [Double], strength: Double, in network: inout Network) throws(NetworkError) {
    let size = shape[1] * shape[2] * shape[3]
    guard weights.count == shape[0] * size else {
      throw .parameterShape(name + ".weight", expected: shape, found: [weights.count])
    }
    let scaled = (0..<shape[0]).flatMap { output -> [Float] in
      let filter = Array(weights[output * size..<(output + 1) * size])
      return (unit(filter) ?? filter).map { Float($0 * strength) }
    }
    try network.set(name + ".weight", to: scaled)
    if network[name + ".bias"] != nil {
      try network.set(name + ".bias", to: [Float](repeating: 0, count: shape[0]))
    }
  }

  /// The mean length of the filters of a network, over all channels.
  public func strength(of network: Network) -> Double {
    let weights = network[name + ".weight"] ?? []
    let size = shape[1] * shape[2] * shape[3]
    let lengths = (0..<shape[0]).map { output -> Double in
      weights[output * size..<(output + 1) * size].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
    return lengths.reduce(0, +) / Double(max(lengths.count, 1))
  }
}
