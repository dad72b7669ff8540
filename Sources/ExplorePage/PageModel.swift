import ConvolutionCore
import Datasets
import DrawnDigits
import ModelFiles
import NetworkDescription
import TextFormats

/// A network inside the page, with pictures to try it on.
public struct PageModel: Sendable {
  /// In the list of networks, and as a command line names it.
  public let name: String
  /// The network and its classes.
  public let model: Model
  /// Pictures of C × H × W bytes that it can be tried on.
  public let samples: [(name: String, pixels: [UInt8])]
  /// True for a network of handwritten digits: pictures are prepared as `predict` prepares digits.
  public let readsDigits: Bool

  /// The most numbers that a network in the page may have.
  public static let largestParameterCount = 2_000_000
  /// The most values that its layers may have for one picture.
  public static let largestValueCount = 1_000_000

  /// A model with samples of its kind: drawn digits for one that reads them, else the photographs inside the program.
  /// - Throws: `PageModelError` when it is too large for a page or joins more inputs than the page's engine takes.
  public init(name: String, model: Model) throws(PageModelError) {
    let architecture = model.network.architecture
    for node in architecture.specification.nodes where node.inputs.count > 4 {
      throw .tooManyInputs(name, layer: node.name, count: node.inputs.count)
    }
    let values = architecture.shapes.reduce(0) { $0 + $1.count }
    guard architecture.parameterCount <= PageModel.largestParameterCount, values <= PageModel.largestValueCount else {
      throw .tooLarge(name, parameters: architecture.parameterCount, values: values)
    }
    self.name = name
    self.model = model
    readsDigits =
      architecture.input == Shape(channels: 1, height: PreparedDigit.side, width: PreparedDigit.side)
      && model.preparation == .ink
    // Behind the 60,000 that a training sees.
    let drawn = DigitSequence()
    samples =
      readsDigits
      ? (60_000..<60_020).map { ("\(drawn.label($0))", drawn.picture($0)) }
      : PagePicture.photographs(architecture.input)
  }

  /// What the page needs to know of it; without the numbers where those come from a training.
  func json(hasParameters: Bool = true) -> JSONValue {
    let network = model.network
    let input = network.architecture.input
    let packed = PackedNetwork(network)
    let bytes = packed.parameters.flatMap { value in
      withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    }
    return .object([
      ("name", .string(name)), ("classes", .array(model.classes.map { .string($0) })),
      ("input", .array([input.channels, input.height, input.width].map { .number($0) })),
      ("readsDigits", .boolean(readsDigits)),
      (
        "layers",
        .array(
          network.specification.nodes.map { node in
            .object([("name", .string(node.name)), ("text", .string(node.layer.text))])
          })
      ),
      ("records", .array(packed.records.map { .number(Int($0)) })),
      ("parameters", .string(hasParameters ? base64Encoded(deflated(bytes)) : "")),
      ("scales", .array(packed.scales.map { .number($0) })), ("shifts", .array(packed.shifts.map { .number($0) })),
      (
        "samples",
        .array(
          samples.map { sample in
            .object([("name", .string(sample.name)), ("pixels", .string(base64Encoded(deflated(sample.pixels))))])
          })
      ),
    ])
  }
}

/// A model that does not go into a page.
public enum PageModelError: Error, Equatable, CustomStringConvertible {
  /// Too many numbers or values.
  case tooLarge(String, parameters: Int, values: Int)
  /// A layer that joins more inputs than four.
  case tooManyInputs(String, layer: String, count: Int)

  /// What was found, what was expected.
  public var description: String {
    switch self {
    case .tooLarge(let name, let parameters, let values):
      "\(name) has \(parameters) parameters and \(values) values a picture; the page takes networks of up to "
        + "\(PageModel.largestParameterCount) and \(PageModel.largestValueCount)"
    case .tooManyInputs(let name, let layer, let count):
      "Layer \(layer) of \(name) joins \(count) inputs; the page takes layers of up to 4"
    }
  }
}

/// A network as the numbers that `TracedNetwork` takes.
private struct PackedNetwork {
  var records: [Int32] = []
  var parameters: [Float] = []
  let scales: [Float]
  let shifts: [Float]

  init(_ network: Network) {
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

  private mutating func add(_ node: NetworkSpecification.Node, _ index: Int, _ network: Network) {
    let architecture = network.architecture
    let source = node.inputs[0]
    let from = source == NetworkSpecification.input ? architecture.input : architecture.shapes[source]
    let output = architecture.shapes[index]
    var operation = 7
    var kernel = Size(width: 1, height: 1)
    var stride = Size(width: 1, height: 1)
    var (padding, dilation, groups, kind, weights, biases) = (0, 1, 1, 0, -1, -1)
    let weight = network["\(node.name).weight"]
    let bias = network["\(node.name).bias"]
    switch node.layer {
    case .convolution(let layer):
      operation = 0
      kernel = layer.kernel
      stride = Size(width: layer.stride, height: layer.stride)
      (padding, dilation, groups) = (layer.padding, layer.dilation, layer.groups)
      (weights, biases) = (put(weight), put(bias))
    case .fullyConnected:
      operation = 0
      kernel = from.size
      (weights, biases) = (put(weight), put(bias))
    case .pooling(let layer):
      operation = 1
      kernel = layer.window ?? from.size
      stride = layer.stride.map { Size(width: $0, height: $0) } ?? kernel
      padding = layer.padding
      kind = layer.kind == .max ? 0 : layer.kind == .average ? 1 : 2
    case .activation(let layer):
      operation = 2
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
      operation = 3
      let (scale, shift) = PackedNetwork.affine(node.name, network)
      (weights, biases) = (put(scale), put(shift))
    case .subsampling(let layer):
      operation = 4
      kernel = Size(width: layer.window, height: layer.window)
      stride = kernel
      (weights, biases) = (put(weight), put(bias))
    case .radialBasis(let layer):
      operation = 5
      weights = put(layer.patterns(inputs: from.count))
    case .softmax: operation = 6
    case .dropout, .flatten: operation = 7
    case .sum: operation = 8
    case .concatenation: operation = 9
    }
    let inputs = node.inputs + [Int](repeating: -1, count: 4 - node.inputs.count)
    let numbers =
      [operation, node.inputs.count] + inputs
      + [
        output.channels, output.height, output.width, kernel.height, kernel.width, stride.height, stride.width, padding,
        dilation, groups, kind, weights, biases, 0,
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
