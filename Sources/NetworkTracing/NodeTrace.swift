/// How one value of a network came about.
public struct NodeTrace: Sendable, Equatable {
  /// One value that it is made of.
  public struct Term: Sendable, Equatable {
    /// Which of the network's values; −1 for a zero of the padding.
    public let source: Int
    /// That value.
    public let value: Float
    /// The weight it is multiplied by; 1 where there is none.
    public let weight: Float
    /// weight · value; of a local response the square; of a radial basis (value − weight)²; of a softmax the power that is summed.
    public let product: Float
    /// The sum so far; of a largest value the largest so far.
    public let sum: Float
  }

  /// What the sum begins with.
  public let bias: Float
  /// The values, in the order in which they are summed.
  public let terms: [Term]
  /// What the network has there: the last sum, or what the layer makes of it.
  public let value: Float
}

extension TracedNetwork {
  /// How value `index` (C × H × W) of layer `number` came about, among all `values` of a picture.
  /// - Complexity: the count of its terms.
  public func trace(layer number: Int, index: Int, in values: [Float]) -> NodeTrace {
    precondition(number >= 0 && number < layers.count && index >= 0 && index < layers[number].output.count, "a value")
    let layer = layers[number]
    let from = start(layer.inputs[0])
    let value = values[starts[number] + index]
    var bias: Float = 0
    var terms: [NodeTrace.Term] = []
    var sum: Float = 0
    func add(_ source: Int, _ weight: Float, _ product: Float) {
      sum = sum + product
      terms.append(
        NodeTrace.Term(
          source: source, value: source < 0 ? 0 : values[source], weight: weight, product: product, sum: sum))
    }
    switch layer.operation {
    case .convolution:
      let (o, place) = (index / layer.output.area, index % layer.output.area)
      bias = layer.biases < 0 ? 0 : parameters[layer.biases + o]
      sum = bias
      forEachTap(layer, o, place / layer.output.width, place % layer.output.width) { source, weight in
        let isInside = source >= 0
        add(
          isInside ? from + source : -1, parameters[weight],
          isInside ? values[from + source] * parameters[weight] : 0)
      }
    case .pooling where layer.kind == TracedLayer.PoolingKind.max.rawValue:
      sum = -Float.infinity
      forEachInWindow(layer, index) { source in
        let candidate = values[from + source]
        if candidate > sum { sum = candidate }
        terms.append(
          NodeTrace.Term(source: from + source, value: candidate, weight: 1, product: candidate, sum: sum))
      }
    case .pooling, .subsampling:
      forEachInWindow(layer, index) { source in add(from + source, 1, values[from + source]) }
      if layer.operation == .subsampling { bias = parameters[layer.biases + index / layer.output.area] }
    case .affine:
      let channel = index / layer.output.area
      bias = parameters[layer.biases + channel]
      sum = bias
      let weight = parameters[layer.weights + channel]
      add(from + index, weight, values[from + index] * weight)
    case .radialBasis:
      let count = shape(layer.inputs[0]).count
      for i in 0..<count {
        let pattern = parameters[layer.weights + index * count + i]
        let difference = values[from + i] - pattern
        add(from + i, pattern, difference * difference)
      }
    case .softmax:
      let place = index % layer.output.area
      var best = values[from + place]
      for c in 0..<layer.output.channels { best = max(best, values[from + c * layer.output.area + place]) }
      for c in 0..<layer.output.channels {
        let source = from + c * layer.output.area + place
        add(source, 1, laneExponential(values[source] - best))
      }
    case .localResponse:
      forEachNeighbour(layer, index) { source in
        let value = values[from + source]
        add(from + source, value, value * value)
      }
    case .sum:
      for source in layer.inputs { add(start(source) + index, 1, values[start(source) + index]) }
    case .copy where index >= shape(layer.inputs[0]).count: break
    case .activation, .copy:
      add(from + index, 1, values[from + index])
    case .concatenation:
      var rest = index
      for source in layer.inputs {
        let count = shape(source).count
        if rest < count {
          add(start(source) + rest, 1, values[start(source) + rest])
          break
        }
        rest -= count
      }
    }
    return NodeTrace(bias: bias, terms: terms, value: value)
  }
}
