#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

/// One part of a slope: what a value or a weight passes on to one later value.
public struct SlopeTerm: Sendable, Equatable {
  /// The value that comes in: for a value's slope the later one's slope is multiplied by `factor`; for a weight's slope
  /// this is the value that the weight is multiplied by, −1 for a bias.
  public let source: Int
  /// The later value, whose slope comes back.
  public let target: Int
  /// ∂target/∂source: a weight, or the slope of a function; for a weight's slope the value it multiplies.
  public let factor: Float
  /// The slope of the later value.
  public let slope: Float
  /// factor · slope.
  public let product: Float
  /// The sum so far.
  public let sum: Float

  /// The next term, whose product is added to the `sum` so far.
  init(source: Int, target: Int, factor: Float, slope: Float, addedTo sum: inout Float) {
    product = slope * factor
    sum = sum + product
    (self.source, self.target, self.factor, self.slope, self.sum) = (source, target, factor, slope, sum)
  }
}

/// Backpropagation, one product after another: how a number that the network ends with changes with every value and
/// every weight before it.
///
/// Batch normalisation and dropout count as they are when a network reads. What it leaves out: speed, as `TracedNetwork`.
extension TracedNetwork {
  /// The layer whose values are the scores: the last, or the one before a softmax at the end.
  public var scoreLayer: Int {
    var number = layers.count - 1
    while number > 0, layers[number].operation == .softmax, layers[number].inputs[0] >= 0 {
      number = layers[number].inputs[0]
    }
    return number
  }

  /// −ln of the probability of class `label`.
  public func loss(_ label: Int, _ values: [Float]) -> Float {
    let first = starts[scoreLayer]
    let all = logarithmOfSummedPowers(layers[scoreLayer].output.count) { Double(values[first + $0]) }
    return Float(all - Double(values[first + label]))
  }

  /// ∂(that loss)/∂score: the probabilities, less 1 at the class.
  public func lossSeed(_ label: Int, _ values: [Float]) -> [Float] {
    let first = starts[scoreLayer]
    var seed = softmaxed(Array(values[first..<first + layers[scoreLayer].output.count])).shares
    seed[label] -= 1
    return seed
  }

  /// ∂(Σ seed · scores)/∂ every value, the picture's first; 0 for those that nothing depends on.
  /// - Complexity: as a forward pass.
  public func slopes(seed: [Float], in values: [Float]) -> [Float] {
    var slopes = [Float](repeating: 0, count: valueCount)
    for (index, slope) in seed.enumerated() { slopes[starts[scoreLayer] + index] = slope }
    withNumbers(values) { values, parameters in
      slopes.withUnsafeMutableBufferPointer { slopes in
        var number = scoreLayer
        while number >= 0 {
          forEachInfluence(number, values, parameters, where: { slopes[$0] != 0 }) { target, source, factor in
            slopes[source] = slopes[source] + slopes[target] * factor
          }
          number -= 1
        }
      }
    }
    return slopes
  }

  /// How the slope of value `index` of layer `number` (−1 is the picture) came about; it has no terms in the layer of
  /// the scores.
  /// - Complexity: the products of the layers that take their input from that one.
  public func slopeTrace(layer number: Int, index: Int, slopes: [Float], in values: [Float]) -> [SlopeTerm] {
    let own = start(number) + index
    var terms: [SlopeTerm] = []
    var sum: Float = 0
    withNumbers(values) { values, parameters in
      for later in layers.indices.reversed() where later <= scoreLayer && layers[later].inputs.contains(number) {
        forEachInfluence(later, values, parameters, where: { _ in true }) { target, source, factor in
          guard source == own else { return }
          terms.append(
            SlopeTerm(source: own, target: target, factor: factor, slope: slopes[target], addedTo: &sum))
        }
      }
    }
    return terms
  }

  /// How the slope of parameter `index` of this network came about.
  /// - Complexity: the products of its layer.
  public func parameterSlopeTrace(_ index: Int, slopes: [Float], in values: [Float]) -> [SlopeTerm] {
    var terms: [SlopeTerm] = []
    var sum: Float = 0
    withNumbers(values) { values, _ in
      for number in layers.indices where number <= scoreLayer && owns(number, index) {
        forEachUse(number, values, where: { _ in true }) { parameter, target, source, factor in
          guard parameter == index else { return }
          terms.append(
            SlopeTerm(source: source, target: target, factor: factor, slope: slopes[target], addedTo: &sum))
        }
      }
    }
    return terms
  }

  /// ∂(the number)/∂ every parameter, in the order of ``parameters``.
  public func parameterSlopes(slopes: [Float], in values: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: parameters.count)
    withNumbers(values) { values, _ in
      slopes.withUnsafeBufferPointer { slopes in
        result.withUnsafeMutableBufferPointer { result in
          for number in layers.indices where number <= scoreLayer {
            forEachUse(number, values, where: { slopes[$0] != 0 }) { parameter, target, _, factor in
              result[parameter] = result[parameter] + slopes[target] * factor
            }
          }
        }
      }
    }
    return result
  }

  /// A softmax worked out: the largest score, e to the power of each score less that, their sum, and the shares.
  public func softmaxed(_ scores: [Float]) -> (largest: Float, powers: [Float], sum: Float, shares: [Float]) {
    var largest = scores[0]
    for score in scores where score > largest { largest = score }
    let powers = scores.map { Float(exponential(Double($0 - largest))) }
    var sum: Float = 0
    for power in powers { sum += power }
    return (largest, powers, sum, powers.map { $0 / sum })
  }

  /// Arrays as pointers: the loops below go through them hundreds of thousands of times.
  private func withNumbers(_ values: [Float], _ body: (_ values: Parameters, _ parameters: Parameters) -> Void) {
    values.withUnsafeBufferPointer { values in parameters.withUnsafeBufferPointer { body(values, $0) } }
  }

  private func owns(_ number: Int, _ parameter: Int) -> Bool {
    let layer = layers[number]
    let weights = weightCount(layer)
    return (layer.weights >= 0 && parameter >= layer.weights && parameter < layer.weights + weights)
      || (layer.biases >= 0 && parameter >= layer.biases && parameter < layer.biases + layer.output.channels)
  }

  private func weightCount(_ layer: TracedLayer) -> Int {
    switch layer.operation {
    case .convolution:
      layer.output.channels * (shape(layer.inputs[0]).channels / layer.groups) * layer.kernelHeight * layer.kernelWidth
    case .affine, .subsampling: layer.output.channels
    default: 0
    }
  }

  /// Calls `body` for every pair of a value of layer `number` that `isNeeded` and one that it is made of, with
  /// ∂first/∂second; both count among all values.
  @inline(__always)
  private func forEachInfluence(
    _ number: Int, _ values: Parameters, _ parameters: Parameters, where isNeeded: (_ target: Int) -> Bool,
    _ body: (_ target: Int, _ source: Int, _ factor: Float) -> Void
  ) {
    let layer = layers[number]
    let output = layer.output
    let to = starts[number]
    let from = start(layer.inputs[0])
    switch layer.operation {
    case .convolution:
      for index in 0..<output.count where isNeeded(to + index) {
        let place = index % output.area
        forEachTap(layer, index / output.area, place / output.width, place % output.width) { source, weight in
          if source >= 0 { body(to + index, from + source, parameters[weight]) }
        }
      }
    case .pooling where layer.kind == TracedLayer.PoolingKind.max.rawValue:
      for index in 0..<output.count where isNeeded(to + index) {
        var winner = -1
        forEachInWindow(layer, index) { source in
          if winner < 0 || values[from + source] > values[from + winner] { winner = source }
        }
        body(to + index, from + winner, 1)
      }
    case .pooling:
      let isMean = layer.kind == TracedLayer.PoolingKind.average.rawValue
      let factor = isMean ? 1 / Float(layer.kernelHeight * layer.kernelWidth) : 1
      for index in 0..<output.count where isNeeded(to + index) {
        forEachInWindow(layer, index) { source in body(to + index, from + source, factor) }
      }
    case .subsampling:
      for index in 0..<output.count where isNeeded(to + index) {
        forEachInWindow(layer, index) { source in
          body(to + index, from + source, parameters[layer.weights + index / output.area])
        }
      }
    case .activation:
      for index in 0..<output.count where isNeeded(to + index) {
        body(to + index, from + index, slope(layer, values[from + index], values[to + index]))
      }
    case .affine:
      for index in 0..<output.count where isNeeded(to + index) {
        body(to + index, from + index, parameters[layer.weights + index / output.area])
      }
    case .radialBasis:
      let count = shape(layer.inputs[0]).count
      for o in 0..<output.channels where isNeeded(to + o) {
        for i in 0..<count {
          body(to + o, from + i, parameters[layer.weights + o * count + i] - values[from + i])
        }
      }
    case .softmax:
      for place in 0..<output.area {
        for a in 0..<output.channels {
          let share = values[to + a * output.area + place]
          for b in 0..<output.channels {
            let other = values[to + b * output.area + place]
            body(to + a * output.area + place, from + b * output.area + place, share * ((a == b ? 1 : 0) - other))
          }
        }
      }
    case .copy:
      for index in 0..<shape(layer.inputs[0]).count where isNeeded(to + index) { body(to + index, from + index, 1) }
    case .sum:
      for source in layer.inputs {
        let first = start(source)
        for index in 0..<output.count where isNeeded(to + index) { body(to + index, first + index, 1) }
      }
    case .localResponse:
      for index in 0..<output.count where isNeeded(to + index) {
        var squares: Float = 0
        forEachNeighbour(layer, index) { source in squares = squares + values[from + source] * values[from + source] }
        let divisor = divisor(layer, squares)
        forEachNeighbour(layer, index) { source in
          body(
            to + index, from + source,
            localSlope(layer, divisor, values[to + index], of: values[from + source], isOwn: source == index))
        }
      }
    case .concatenation:
      var next = to
      for source in layer.inputs {
        let first = start(source)
        let count = shape(source).count
        for index in 0..<count { body(next + index, first + index, 1) }
        next += count
      }
    }
  }

  /// Calls `body` for every use of a parameter of layer `number` for values that are needed: the parameter, the value that
  /// it enters, the value that it is multiplied by (−1 for a bias) and ∂value/∂parameter.
  @inline(__always)
  private func forEachUse(
    _ number: Int, _ values: Parameters, where isNeeded: (_ target: Int) -> Bool,
    _ body: (_ parameter: Int, _ target: Int, _ source: Int, _ factor: Float) -> Void
  ) {
    let layer = layers[number]
    let output = layer.output
    let to = starts[number]
    let from = start(layer.inputs[0])
    switch layer.operation {
    case .convolution:
      for index in 0..<output.count where isNeeded(to + index) {
        let place = index % output.area
        forEachTap(layer, index / output.area, place / output.width, place % output.width) { source, weight in
          if source >= 0 { body(weight, to + index, from + source, values[from + source]) }
        }
      }
    case .affine:
      for index in 0..<output.count where isNeeded(to + index) {
        body(layer.weights + index / output.area, to + index, from + index, values[from + index])
      }
    case .subsampling:
      for index in 0..<output.count where isNeeded(to + index) {
        forEachInWindow(layer, index) { source in
          body(layer.weights + index / output.area, to + index, from + source, values[from + source])
        }
      }
    default: return
    }
    guard layer.biases >= 0 else { return }
    for index in 0..<output.count where isNeeded(to + index) {
      body(layer.biases + index / output.area, to + index, -1, 1)
    }
  }

  /// The slope of an activation at x, where it gives y.
  private func slope(_ layer: TracedLayer, _ x: Float, _ y: Float) -> Float {
    switch TracedLayer.Function(rawValue: layer.kind) {
    case .relu: x > 0 ? 1 : 0
    case .leakyReLU: x > 0 ? 1 : parameters[layer.weights]
    case .tanh: 1 - y * y
    case .scaledTanh: Float(1.7159) * Float(2.0 / 3.0) * (1 - (y / Float(1.7159)) * (y / Float(1.7159)))
    case .sigmoid: y * (1 - y)
    case nil: 1
    }
  }
}
