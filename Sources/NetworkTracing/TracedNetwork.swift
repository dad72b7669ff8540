#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

/// A network run one value at a time, in the order of the engine's sums: every value has the bits of the engine's
/// baseline build, and ``trace(layer:index:in:)`` can say how it came about.
///
/// What it leaves out: speed. Sixteen pictures at once, fused and tiled, are the engine's affair.
public struct TracedNetwork: Sendable {
  /// The shape of pictures.
  public let input: TracedLayer.Shape
  /// The layers, each behind its inputs.
  public let layers: [TracedLayer]
  /// All weights and biases, each array as PyTorch orders it.
  public let parameters: [Float]
  /// Factor and summand of a pixel 0…255, for each channel.
  public let pixelScales: [Float], pixelShifts: [Float]
  /// Where the values of each layer begin among all; the picture's stand first, from 0 on.
  public let starts: [Int]
  /// All values: those of the picture, then those of each layer.
  public let valueCount: Int

  /// A network whose layers refer to earlier ones and to parameters that there are; nil otherwise.
  public init?(
    input: TracedLayer.Shape, layers: [TracedLayer], parameters: [Float], pixelScales: [Float], pixelShifts: [Float]
  ) {
    guard !layers.isEmpty, pixelScales.count == input.channels, pixelShifts.count == input.channels else { return nil }
    var starts: [Int] = []
    var next = input.count
    for (number, layer) in layers.enumerated() {
      for source in layer.inputs where source < -1 || source >= number { return nil }
      starts.append(next)
      next += layer.output.count
    }
    self.input = input
    self.layers = layers
    self.parameters = parameters
    self.pixelScales = pixelScales
    self.pixelShifts = pixelShifts
    self.starts = starts
    valueCount = next
    for layer in layers where !fits(layer) { return nil }
  }

  /// True when the layer's parameters are there and its inputs have the shapes it needs.
  private func fits(_ layer: TracedLayer) -> Bool {
    let from = shape(layer.inputs[0])
    var weights = 0
    var biases = layer.output.channels
    switch layer.operation {
    case .convolution:
      weights = layer.output.channels * (from.channels / layer.groups) * layer.kernelHeight * layer.kernelWidth
      guard from.channels % layer.groups == 0, layer.output.channels % layer.groups == 0 else { return false }
      if layer.biases < 0 { biases = 0 }
    case .affine, .subsampling:
      weights = layer.output.channels
      guard from.channels == layer.output.channels else { return false }
    case .radialBasis:
      weights = layer.output.channels * from.count
      biases = 0
    case .activation:
      weights = layer.kind == TracedLayer.Function.leakyReLU.rawValue ? 1 : 0
      biases = 0
      guard TracedLayer.Function(rawValue: layer.kind) != nil, from == layer.output else { return false }
    case .pooling:
      biases = 0
      guard TracedLayer.PoolingKind(rawValue: layer.kind) != nil, from.channels == layer.output.channels else {
        return false
      }
    case .copy:
      biases = 0
      guard from.count <= layer.output.count else { return false }
    case .softmax, .sum:
      biases = 0
      for source in layer.inputs where shape(source).count != layer.output.count { return false }
    case .localResponse:
      weights = 3
      biases = 0
      guard from == layer.output, layer.kind > 0 else { return false }
    case .concatenation:
      biases = 0
      guard layer.inputs.reduce(0, { $0 + shape($1).count }) == layer.output.count else { return false }
    }
    let hasWeights = weights == 0 || (layer.weights >= 0 && layer.weights + weights <= parameters.count)
    let hasBiases = biases == 0 || (layer.biases >= 0 && layer.biases + biases <= parameters.count)
    return hasWeights && hasBiases
  }

  /// The shape of a layer's values; −1 is the picture.
  func shape(_ layer: Int) -> TracedLayer.Shape { layer < 0 ? input : layers[layer].output }

  /// Where a layer's values begin; −1 is the picture.
  func start(_ layer: Int) -> Int { layer < 0 ? 0 : starts[layer] }

  /// Every value for one picture of C × H × W bytes: first the picture as the network sees it.
  public func values(of pixels: UnsafeBufferPointer<UInt8>) -> [Float] {
    precondition(pixels.count == input.count, "a picture of the network's size")
    return [Float](unsafeUninitializedCapacity: valueCount) { values, count in
      guard let all = values.baseAddress else { return }
      for index in 0..<input.count {
        let channel = index / input.area
        all[index] = pixelShifts[channel] + Float(pixels[index]) * pixelScales[channel]
      }
      parameters.withUnsafeBufferPointer { parameters in
        for number in layers.indices { run(number, all, parameters) }
      }
      count = valueCount
    }
  }

  /// The probabilities of the classes for values of the last layer.
  public func probabilities(_ values: [Float]) -> [Float] {
    guard let last = layers.last else { return [] }
    var result = Array(values[(valueCount - last.output.count)...])
    if last.operation == .softmax { return result }
    var largest = result[0]
    for value in result where value > largest { largest = value }
    var sum: Float = 0
    for index in result.indices {
      result[index] = Float(exponential(Double(result[index] - largest)))
      sum += result[index]
    }
    for index in result.indices { result[index] /= sum }
    return result
  }
}
