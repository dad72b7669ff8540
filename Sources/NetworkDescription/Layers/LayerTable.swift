// Which kind of layer answers. Every switch is exhaustive, so that the compiler names each line that a new kind needs.

import ConvolutionCore

extension Layer {
  var layerWord: LayerWord {
    switch self {
    case .convolution: .convolution
    case .pooling(let layer): layer.word
    case .subsampling: .subsample
    case .fullyConnected: .fullyConnected
    case .radialBasis: .radialBasis
    case .activation(let layer): layer.word
    case .softmax: .softmax
    case .dropout: .dropout
    case .batchNormalization: .batchNormalization
    case .localResponseNormalization: .localResponseNormalization
    case .widening: .widen
    case .flatten: .flatten
    case .sum: .add
    case .concatenation: .concatenate
    }
  }

  /// The layer that `word` begins; reads its options.
  init(_ word: LayerWord, _ parser: inout SpecificationParser) throws(NetworkError) {
    switch word {
    case .convolution: self = .convolution(try ConvolutionLayer(&parser))
    case .max: self = .pooling(try PoolingLayer(.max, &parser))
    case .average: self = .pooling(try PoolingLayer(.average, &parser))
    case .sum: self = .pooling(try PoolingLayer(.sum, &parser))
    case .subsample: self = .subsampling(try SubsamplingLayer(&parser))
    case .fullyConnected: self = .fullyConnected(try FullyConnectedLayer(&parser))
    case .radialBasis: self = .radialBasis(try RadialBasisLayer(&parser))
    case .relu: self = .activation(.relu)
    case .leakyReLU: self = .activation(try ActivationLayer(leaky: &parser))
    case .tanh: self = .activation(.tanh)
    case .scaledTanh: self = .activation(.scaledTanh)
    case .sigmoid: self = .activation(.sigmoid)
    case .softmax: self = .softmax
    case .dropout: self = .dropout(try DropoutLayer(&parser))
    case .batchNormalization: self = .batchNormalization(BatchNormalizationLayer())
    case .localResponseNormalization:
      self = .localResponseNormalization(try LocalResponseNormalizationLayer(&parser))
    case .widen: self = .widening(try WideningLayer(&parser))
    case .flatten: self = .flatten
    case .add: self = .sum
    case .concatenate: self = .concatenation
    }
  }

  /// The layer as a SPEC writes it, without name and inputs: `conv 6 5x5 padding 2`.
  public var text: String {
    switch self {
    case .convolution(let layer): layer.text
    case .pooling(let layer): layer.text
    case .subsampling(let layer): layer.text
    case .fullyConnected(let layer): layer.text
    case .radialBasis(let layer): layer.text
    case .activation(let layer): layer.text
    case .dropout(let layer): layer.text
    case .localResponseNormalization(let layer): layer.text
    case .widening(let layer): layer.text
    case .softmax, .batchNormalization, .flatten, .sum, .concatenation: word
    }
  }

  /// The numbers that stand behind its word's number in a network's code.
  var numbers: [Int32] {
    switch self {
    case .convolution(let layer): layer.numbers
    case .pooling(let layer): layer.numbers
    case .subsampling(let layer): layer.numbers
    case .fullyConnected(let layer): layer.numbers
    case .radialBasis(let layer): layer.numbers
    case .activation(let layer): layer.numbers
    case .dropout(let layer): layer.numbers
    case .localResponseNormalization(let layer): layer.numbers
    case .widening(let layer): layer.numbers
    case .softmax, .batchNormalization, .flatten, .sum, .concatenation: []
    }
  }

  /// The layer whose ``numbers`` follow.
  init(_ word: LayerWord, _ code: inout CodeReader) throws(NetworkError) {
    switch word {
    case .convolution: self = .convolution(try ConvolutionLayer(&code))
    case .max: self = .pooling(try PoolingLayer(.max, &code))
    case .average: self = .pooling(try PoolingLayer(.average, &code))
    case .sum: self = .pooling(try PoolingLayer(.sum, &code))
    case .subsample: self = .subsampling(SubsamplingLayer(window: try code.number(1...1024)))
    case .fullyConnected: self = .fullyConnected(try FullyConnectedLayer(&code))
    case .radialBasis: self = .radialBasis(RadialBasisLayer(outputs: try code.number(1...65536)))
    case .relu: self = .activation(.relu)
    case .leakyReLU: self = .activation(.leakyReLU(slope: try code.float()))
    case .tanh: self = .activation(.tanh)
    case .scaledTanh: self = .activation(.scaledTanh)
    case .sigmoid: self = .activation(.sigmoid)
    case .softmax: self = .softmax
    case .dropout: self = .dropout(DropoutLayer(rate: try code.float()))
    case .batchNormalization: self = .batchNormalization(BatchNormalizationLayer())
    case .localResponseNormalization:
      self = .localResponseNormalization(try LocalResponseNormalizationLayer(&code))
    case .widen: self = .widening(try WideningLayer(&code))
    case .flatten: self = .flatten
    case .add: self = .sum
    case .concatenate: self = .concatenation
    }
  }

  /// Whether a SPEC names several inputs behind its word.
  var joinsInputs: Bool {
    switch self {
    case .sum, .concatenation: true
    case .convolution, .pooling, .subsampling, .fullyConnected, .radialBasis, .activation, .softmax, .dropout,
      .batchNormalization, .localResponseNormalization, .widening, .flatten:
      false
    }
  }

  /// The same layer with `count` outputs; nil where it has no number of its own.
  func withOutputs(_ count: Int) -> Layer? {
    switch self {
    case .fullyConnected(let layer): .fullyConnected(FullyConnectedLayer(outputs: count, hasBias: layer.hasBias))
    case .radialBasis: .radialBasis(RadialBasisLayer(outputs: count))
    case .convolution, .pooling, .subsampling, .activation, .softmax, .dropout, .batchNormalization,
      .localResponseNormalization, .widening, .flatten, .sum, .concatenation:
      nil
    }
  }

  /// The shape behind the layer, for the shapes before it.
  /// - Throws: `NetworkError` naming the layer `name` and the sizes that do not fit.
  public func outputShape(_ inputs: [Shape], name: String) throws(NetworkError) -> Shape {
    let first = inputs[0]
    switch self {
    case .convolution(let layer): return try layer.outputShape(first, name: name)
    case .pooling(let layer): return try layer.outputShape(first, name: name)
    case .subsampling(let layer): return try layer.outputShape(first, name: name)
    case .fullyConnected(let layer): return Shape(channels: layer.outputs)
    case .radialBasis(let layer): return try layer.outputShape(first, name: name)
    case .activation, .softmax, .dropout, .batchNormalization, .localResponseNormalization: return first
    case .widening(let layer): return try layer.outputShape(first, name: name)
    case .flatten: return FlattenLayer.outputShape(first)
    case .sum: return try SumLayer.outputShape(inputs, name: name)
    case .concatenation: return try ConcatenationLayer.outputShape(inputs, name: name)
    }
  }

  /// What one of its values sees of a map of size `map` before it.
  public func window(on map: Size) -> LayerWindow {
    switch self {
    case .convolution(let layer): .sliding(layer.geometry)
    case .pooling(let layer): .sliding(layer.geometry(on: map))
    case .subsampling(let layer): .sliding(layer.geometry)
    case .fullyConnected, .radialBasis, .flatten: .whole
    case .activation, .softmax, .dropout, .batchNormalization, .localResponseNormalization, .widening, .sum,
      .concatenation:
      .value
    }
  }

  /// What the layer learns, under names that begin with `name`.
  func parameters(_ input: Shape, name: String) -> [ParameterDescription] {
    switch self {
    case .convolution(let layer): layer.parameters(input, name: name)
    case .subsampling(let layer): layer.parameters(input, name: name)
    case .fullyConnected(let layer): layer.parameters(input, name: name)
    case .batchNormalization(let layer): layer.parameters(input, name: name)
    case .pooling, .radialBasis, .activation, .softmax, .dropout, .localResponseNormalization, .widening, .flatten,
      .sum,
      .concatenation:
      []
    }
  }

  /// Multiply-adds of one forward pass of one sample.
  func multiplyAdds(_ input: Shape, _ output: Shape) -> Int {
    switch self {
    case .convolution(let layer): layer.multiplyAdds(input, output)
    case .fullyConnected(let layer): layer.multiplyAdds(input)
    case .radialBasis(let layer): layer.multiplyAdds(input)
    case .subsampling, .batchNormalization: output.count
    case .pooling, .activation, .softmax, .dropout, .localResponseNormalization, .widening, .flatten, .sum,
      .concatenation:
      0
    }
  }

  /// The layer by its definition, in double precision.
  func reference(_ inputs: [ReferenceMap], _ output: Shape, _ parameters: ArraySlice<[Double]>) -> ReferenceMap {
    let input = inputs[0]
    switch self {
    case .convolution(let layer): return layer.reference(input, output, parameters)
    case .pooling(let layer): return layer.reference(input, output)
    case .subsampling(let layer): return layer.reference(input, output, parameters)
    case .fullyConnected(let layer): return layer.reference(input, parameters)
    case .radialBasis(let layer): return layer.reference(input)
    case .activation(let layer): return input.mapped { layer.reference($0) }
    case .softmax: return SoftmaxLayer.reference(input)
    case .dropout: return input
    case .batchNormalization(let layer): return layer.reference(input, parameters)
    case .localResponseNormalization(let layer): return layer.reference(input)
    case .widening(let layer): return layer.reference(input, output)
    case .flatten: return ReferenceMap(shape: output, values: input.values)
    case .sum: return SumLayer.reference(inputs)
    case .concatenation: return ConcatenationLayer.reference(inputs, output)
    }
  }

  /// The gradients of the inputs from that of the output.
  func referenceBackward(
    _ inputs: [ReferenceMap], _ output: ReferenceMap, _ gradient: ReferenceMap, _ parameters: ArraySlice<[Double]>
  ) -> [ReferenceMap] {
    let input = inputs[0]
    switch self {
    case .convolution(let layer): return [layer.backward(input.shape, gradient, parameters)]
    case .pooling(let layer): return [layer.backward(input, gradient)]
    case .subsampling(let layer): return [layer.backward(input, gradient, parameters)]
    case .fullyConnected(let layer): return [layer.backward(input.shape, gradient, parameters)]
    case .radialBasis(let layer): return [layer.backward(input, gradient)]
    case .activation(let layer): return [layer.backward(input, output, gradient)]
    case .softmax: return [SoftmaxLayer.backward(output, gradient)]
    case .batchNormalization(let layer): return [layer.backward(gradient, parameters)]
    case .localResponseNormalization(let layer): return [layer.backward(input, gradient)]
    case .widening(let layer): return [layer.backward(input.shape, gradient)]
    case .dropout, .flatten: return [ReferenceMap(shape: input.shape, values: gradient.values)]
    case .sum: return inputs.map { _ in gradient }
    case .concatenation: return ConcatenationLayer.backward(inputs, gradient)
    }
  }

  /// The parameters as they are while training on a batch of these `maps`: batch normalisation measures it.
  func trainingParameters(_ parameters: ArraySlice<[Double]>, on maps: [ReferenceMap]) -> ArraySlice<[Double]> {
    switch self {
    case .batchNormalization(let layer): layer.trainingParameters(parameters, on: maps)
    case .convolution, .pooling, .subsampling, .fullyConnected, .radialBasis, .activation, .softmax, .dropout,
      .localResponseNormalization, .widening, .flatten, .sum, .concatenation:
      parameters
    }
  }
}

extension Layer {
  /// The word that stands for it in a SPEC, and that its default name begins with.
  public var word: String { layerWord.rawValue }
}
