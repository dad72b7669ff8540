extension TracedNetwork {
  typealias Values = UnsafeMutablePointer<Float>
  typealias Parameters = UnsafeBufferPointer<Float>

  /// Computes the values of layer `number` from those before.
  func run(_ number: Int, _ all: Values, _ parameters: Parameters) {
    let layer = layers[number]
    let to = all + starts[number]
    let from = all + start(layer.inputs[0])
    let output = layer.output
    switch layer.operation {
    case .convolution:
      for o in 0..<output.channels {
        for y in 0..<output.height {
          for x in 0..<output.width {
            var sum: Float = layer.biases < 0 ? 0 : parameters[layer.biases + o]
            forEachTap(layer, o, y, x) { source, weight in
              if source >= 0 { sum = sum + from[source] * parameters[weight] }
            }
            to[(o * output.height + y) * output.width + x] = sum
          }
        }
      }
    case .pooling, .subsampling:
      for index in 0..<output.count { to[index] = pooled(layer, index, from, parameters) }
    case .activation:
      for index in 0..<output.count { to[index] = function(layer, from[index]) }
    case .affine:
      for index in 0..<output.count {
        let channel = index / output.area
        to[index] = parameters[layer.biases + channel] + from[index] * parameters[layer.weights + channel]
      }
    case .radialBasis:
      let count = shape(layer.inputs[0]).count
      for o in 0..<output.channels {
        var sum: Float = 0
        for i in 0..<count {
          let difference = from[i] - parameters[layer.weights + o * count + i]
          sum = sum + difference * difference
        }
        to[o] = sum * -0.5
      }
    case .softmax:
      for place in 0..<output.area { softmax(from + place, to + place, output) }
    case .copy:
      let count = shape(layer.inputs[0]).count
      to.update(from: from, count: count)
      (to + count).update(repeating: 0, count: output.count - count)
    case .sum:
      to.update(from: from, count: output.count)
      for source in layer.inputs.dropFirst() {
        let other = all + start(source)
        for index in 0..<output.count { to[index] = to[index] + other[index] }
      }
    case .localResponse:
      for index in 0..<output.count {
        var squares: Float = 0
        forEachNeighbour(layer, index) { source in squares = squares + from[source] * from[source] }
        to[index] = localFactor(layer, divisor(layer, squares)) * from[index]
      }
    case .concatenation:
      var next = to
      for source in layer.inputs {
        next.update(from: all + start(source), count: shape(source).count)
        next += shape(source).count
      }
    }
  }

  /// Calls `body` for each weight of output (o, y, x), in the order in which the engine sums: row by row, pixel by
  /// pixel, channel after channel; `source` counts from the input's first value and is −1 within padding.
  @inline(__always)
  func forEachTap(_ layer: TracedLayer, _ o: Int, _ y: Int, _ x: Int, _ body: (_ source: Int, _ weight: Int) -> Void) {
    let from = shape(layer.inputs[0])
    let channels = from.channels / layer.groups
    let first = o / (layer.output.channels / layer.groups) * channels
    let area = layer.kernelHeight * layer.kernelWidth
    var i = 0
    while i < layer.kernelHeight {
      let row = y * layer.strideY + i * layer.dilationY - layer.top
      var j = 0
      while j < layer.kernelWidth {
        let column = x * layer.strideX + j * layer.dilationX - layer.left
        let isInside = row >= 0 && row < from.height && column >= 0 && column < from.width
        var source = isInside ? (first * from.height + row) * from.width + column : -1
        var weight = layer.weights + o * channels * area + i * layer.kernelWidth + j
        var c = 0
        while c < channels {
          body(source, weight)
          if isInside { source += from.area }
          weight += area
          c += 1
        }
        j += 1
      }
      i += 1
    }
  }

  /// Calls `body` for each value of the window of output `index`, row by row; `source` counts from the input's first.
  @inline(__always)
  func forEachInWindow(_ layer: TracedLayer, _ index: Int, _ body: (_ source: Int) -> Void) {
    let from = shape(layer.inputs[0])
    let (channel, place) = (index / layer.output.area, index % layer.output.area)
    let (y, x) = (place / layer.output.width, place % layer.output.width)
    var i = 0
    while i < layer.kernelHeight {
      let row = y * layer.strideY + i * layer.dilationY - layer.top
      var j = 0
      while j < layer.kernelWidth {
        let column = x * layer.strideX + j * layer.dilationX - layer.left
        if row >= 0 && row < from.height && column >= 0 && column < from.width {
          body((channel * from.height + row) * from.width + column)
        }
        j += 1
      }
      i += 1
    }
  }

  private func pooled(_ layer: TracedLayer, _ index: Int, _ from: Values, _ parameters: Parameters) -> Float {
    if layer.operation == .pooling && layer.kind == TracedLayer.PoolingKind.max.rawValue {
      var best = -Float.infinity
      forEachInWindow(layer, index) { source in if from[source] > best { best = from[source] } }
      return best
    }
    var sum: Float = 0
    forEachInWindow(layer, index) { source in sum = sum + from[source] }
    return scaled(layer, index, sum, parameters)
  }

  /// A window's sum as the layer gives it.
  func scaled(_ layer: TracedLayer, _ index: Int, _ sum: Float, _ parameters: Parameters) -> Float {
    if layer.operation == .subsampling {
      let channel = index / layer.output.area
      return parameters[layer.biases + channel] + sum * parameters[layer.weights + channel]
    }
    let isMean = layer.kind == TracedLayer.PoolingKind.average.rawValue
    return sum * (isMean ? 1 / Float(layer.kernelHeight * layer.kernelWidth) : 1)
  }

  /// The function of an activation layer.
  func function(_ layer: TracedLayer, _ x: Float) -> Float {
    switch TracedLayer.Function(rawValue: layer.kind) {
    case .relu: x < 0 ? 0 : x
    case .leakyReLU: x < 0 ? x * parameters[layer.weights] : x
    case .tanh: hyperbolicTangent(x)
    case .scaledTanh: hyperbolicTangent(x * Float(2.0 / 3.0)) * Float(1.7159)
    case .sigmoid: logistic(x)
    case nil: x
    }
  }

  /// Softmax over the channels of one position.
  private func softmax(_ from: Values, _ to: Values, _ shape: TracedLayer.Shape) {
    var best = from[0]
    for c in 1..<max(1, shape.channels) where from[c * shape.area] > best { best = from[c * shape.area] }
    var sum: Float = 0
    for c in 0..<shape.channels {
      let power = laneExponential(from[c * shape.area] - best)
      to[c * shape.area] = power
      sum = sum + power
    }
    let scale = 1 / sum
    for c in 0..<shape.channels { to[c * shape.area] = to[c * shape.area] * scale }
  }
}
