import Charts
import ConvolutionCore
import DrawingKit
import NetworkDescription
import NetworkEngine

/// A trained network as figures show it.
public struct FigureModel: Sendable {
  /// The network.
  public let network: Network
  /// The names of its classes.
  public let classes: [String]

  /// A network with the names of its classes.
  public init(_ network: Network, classes: [String]) {
    self.network = network
    self.classes = classes
  }

  /// The shape of the pictures it takes.
  var input: Shape { network.architecture.input }

  /// The channels of kernel `output` of a convolution; nil when there is no such layer.
  func kernel(_ layer: String, _ output: Int) -> [Plane]? {
    guard let index = network.specification.index(of: layer),
      case .convolution(let convolution) = network.specification.nodes[index].layer,
      let weights = network["\(layer).weight"]
    else { return nil }
    let (width, height) = (convolution.kernel.width, convolution.kernel.height)
    let channels = weights.count / (convolution.outputs * width * height)
    let area = width * height
    return (0..<channels).map { channel in
      let start = (output * channels + channel) * area
      return Plane(width: width, height: height, values: Array(weights[start..<start + area]))
    }
  }
}

/// What every layer of a network makes of one picture.
struct ForwardPass: Sendable {
  let model: FigureModel
  /// The picture, a plane for each channel, 0…255.
  let picture: [Plane]
  /// The layers' outputs.
  let layers: [LayerActivation]
  /// One number for each class; their sum is 1.
  let probabilities: [Float]

  /// Runs a network on a picture of its own input size.
  init(_ model: FigureModel, _ picture: [Plane]) throws(FigureError) {
    let bytes = picture.flatMap { $0.values.map { UInt8(max(0, min(255, $0.rounded()))) } }
    let inference = Inference(model.network)
    do throws(NetworkError) {
      layers = try inference.activations(of: bytes)
      probabilities = try inference.probabilities(of: bytes)
    } catch {
      throw .input(error.description)
    }
    self.model = model
    self.picture = picture
  }

  /// The most probable class.
  var answer: Int { probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0 }

  /// The numbers of the last layer, before softmax.
  var scores: [Float] { layers.last { $0.layer != "softmax" }?.values ?? [] }

  /// Every class with its probability.
  var ranking: [(name: String, share: Double)] {
    zip(model.classes, probabilities).map { (name: $0, share: Double($1)) }
  }

  /// A layer and the activation that follows it, as one.
  struct Stage: Sendable {
    /// The layer's name: `conv1`.
    let name: String
    /// What the layer does, in words: "5×5 conv, ReLU".
    let words: String
    /// Its output, after the activation.
    let output: LayerActivation
    /// The layer itself.
    let layer: Layer

    /// The output as maps.
    var maps: [Plane] { output.maps }
  }

  /// The layers with their activations; dropout, flattening and softmax are left out.
  var stages: [Stage] {
    let nodes = model.network.specification.nodes
    var stages: [Stage] = []
    for (node, output) in zip(nodes, layers) {
      switch node.layer {
      case .activation(let function):
        guard let last = stages.last else { continue }
        stages[stages.count - 1] = Stage(
          name: last.name, words: last.words + ", " + function.name, output: output, layer: last.layer)
      case .dropout, .flatten, .softmax, .batchNormalization, .localResponseNormalization, .widening: continue
      case .convolution, .pooling, .subsampling, .fullyConnected, .radialBasis, .sum, .concatenation:
        stages.append(Stage(name: node.name, words: node.layer.figureWords, output: output, layer: node.layer))
      }
    }
    return stages
  }
}

extension LayerActivation {
  /// The channels as planes.
  var maps: [Plane] {
    let area = shape.height * shape.width
    return (0..<shape.channels).map { channel in
      Plane(
        width: shape.width, height: shape.height, values: Array(values[channel * area..<(channel + 1) * area]))
    }
  }
}

extension Layer {
  /// The layer as a figure names it.
  var figureWords: String {
    switch self {
    case .convolution(let layer): "conv \(layer.kernel.shape)"
    case .pooling(let layer):
      "\(layer.kind == .max ? "max" : layer.kind == .average ? "average" : "sum") pool"
        + (layer.window.map { " \($0.shape)" } ?? "")
    case .subsampling: "subsampling"
    case .fullyConnected: "fully connected"
    case .radialBasis, .activation, .softmax, .dropout, .batchNormalization, .localResponseNormalization, .widening,
      .flatten,
      .sum,
      .concatenation:
      text
    }
  }
}

extension ActivationLayer {
  /// The function as a figure names it.
  var name: String {
    switch self {
    case .relu: "ReLU"
    case .leakyReLU: "leaky ReLU"
    case .tanh: "tanh"
    case .scaledTanh: "1.7159 tanh(2x/3)"
    case .sigmoid: "sigmoid"
    }
  }
}
