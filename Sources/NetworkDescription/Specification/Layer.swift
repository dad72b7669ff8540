/// One operation of a network.
public enum Layer: Sendable, Equatable {
  /// `conv`: correlation with learned kernels.
  case convolution(ConvolutionLayer)
  /// `max`, `average`, `sum`: one value for each window.
  case pooling(PoolingLayer)
  /// `subsample`: the trainable subsampling of 1998.
  case subsampling(SubsamplingLayer)
  /// `fc`: every output sees every input.
  case fullyConnected(FullyConnectedLayer)
  /// `rbf`: distances to fixed patterns, the output of 1998.
  case radialBasis(RadialBasisLayer)
  /// `relu`, `tanh`, …: a function of each value.
  case activation(ActivationLayer)
  /// `softmax`: probabilities that sum to 1.
  case softmax
  /// `dropout`: zeros at random while training.
  case dropout(DropoutLayer)
  /// `batchnorm`: mean 0 and deviation 1 over a batch.
  case batchNormalization(BatchNormalizationLayer)
  /// `flatten`: a map as a vector in the order C, H, W.
  case flatten
  /// `add`: element-wise sum of several inputs.
  case sum
  /// `concat`: the channels of several inputs behind each other.
  case concatenation

  /// The word that stands for it in a SPEC, and that its default name begins with.
  public var word: String {
    switch self {
    case .convolution: "conv"
    case .pooling(let layer): layer.word
    case .subsampling: "subsample"
    case .fullyConnected: "fc"
    case .radialBasis: "rbf"
    case .activation(let layer): layer.word
    case .softmax: "softmax"
    case .dropout: "dropout"
    case .batchNormalization: "batchnorm"
    case .flatten: "flatten"
    case .sum: "add"
    case .concatenation: "concat"
    }
  }

  /// The layer as a SPEC writes it, without name and inputs: `conv 6 5x5 padding 2`.
  public var text: String {
    switch self {
    case .convolution(let layer): layer.text
    case .pooling(let layer): layer.text
    case .subsampling(let layer): layer.text
    case .fullyConnected(let layer): layer.text
    case .radialBasis(let layer): "rbf \(layer.outputs)"
    case .activation(let layer): layer.text
    case .dropout(let layer): "dropout \(layer.rate)"
    default: word
    }
  }

  /// The shape behind the layer, for the shapes before it.
  public func outputShape(_ inputs: [Shape], name: String) throws(NetworkError) -> Shape {
    let first = inputs[0]
    switch self {
    case .convolution(let layer): return try layer.outputShape(first, name: name)
    case .pooling(let layer): return try layer.outputShape(first, name: name)
    case .subsampling(let layer): return try layer.outputShape(first, name: name)
    case .fullyConnected(let layer): return Shape(channels: layer.outputs)
    case .radialBasis(let layer): return try layer.outputShape(first, name: name)
    case .activation, .softmax, .dropout, .batchNormalization: return first
    case .flatten: return Shape(channels: first.count)
    case .sum:
      guard inputs.allSatisfy({ $0 == first }) else { throw .shapesDiffer(layer: name, shapes: inputs) }
      return first
    case .concatenation:
      guard inputs.allSatisfy({ $0.size == first.size }) else { throw .shapesDiffer(layer: name, shapes: inputs) }
      return Shape(channels: inputs.reduce(0) { $0 + $1.channels }, height: first.height, width: first.width)
    }
  }

  /// What the layer learns, under names that begin with `name`.
  func parameters(_ input: Shape, name: String) -> [ParameterDescription] {
    switch self {
    case .convolution(let layer): layer.parameters(input, name: name)
    case .subsampling: SubsamplingLayer.parameters(input, name: name)
    case .fullyConnected(let layer): layer.parameters(input, name: name)
    case .batchNormalization: BatchNormalizationLayer.parameters(input, name: name)
    default: []
    }
  }

  /// Multiply-adds of one forward pass of one sample.
  func multiplyAdds(_ input: Shape, _ output: Shape) -> Int {
    switch self {
    case .convolution(let layer): layer.multiplyAdds(input, output)
    case .fullyConnected(let layer): input.count * layer.outputs
    case .subsampling, .batchNormalization: output.count
    case .radialBasis(let layer): input.count * layer.outputs
    default: 0
    }
  }
}

/// A learned array of a layer: its name and shape.
public struct ParameterDescription: Sendable, Equatable {
  /// What is done with it while training.
  public enum Role: Sendable, Equatable {
    /// Learned, and shrunk by weight decay.
    case weight
    /// Learned, not shrunk.
    case bias
    /// Not learned but measured: the running mean and variance of a batch normalisation.
    case statistic
  }

  /// As PyTorch names it: `conv1.weight`.
  public let name: String
  /// As PyTorch orders it: O × I × kH × kW, O × I, or O.
  public let shape: [Int]
  /// What is done with it while training.
  public let role: Role
  /// Inputs and outputs of one unit, for the initialisation.
  public let fanIn: Int, fanOut: Int
  /// The value it starts with where it is not random.
  public let start: Float?
  /// Numbers that do not exist, as the missing connections of the 1998 C3; they stay 0 and are not counted.
  public let missing: Int

  init(
    _ name: String, _ shape: [Int], _ role: Role, fanIn: Int = 0, fanOut: Int = 0, start: Float? = nil, missing: Int = 0
  ) {
    self.name = name
    self.shape = shape
    self.role = role
    self.fanIn = fanIn
    self.fanOut = fanOut
    self.start = start
    self.missing = missing
  }

  /// Numbers in the array.
  public var count: Int { shape.reduce(1, *) }
  /// Numbers that are learned.
  public var learned: Int { role == .statistic ? 0 : count - missing }
}
