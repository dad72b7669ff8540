import ConvolutionCore
import InterchangeFiles
import ModelFiles
import NetworkDescription

/// Makes the operators of an ONNX graph from a network's layers.
///
/// The input is N × C × H × W pixels from 0 to 1, as PyTorch's `ToTensor` gives them; normalisation is part of the
/// graph. The output is what the network's last layer gives. Every node bears its layer's name, every weight the
/// parameter's.
struct GraphBuilder {
  static let input = "input"
  private let network: Network
  private(set) var nodes: [ONNXNode] = []
  private(set) var constants: [Tensor] = []
  /// The value that each layer gives.
  private var values: [String] = []
  /// Values that are N × C.
  private var vectors: Set<String> = []

  init(_ network: Network) { self.network = network }

  /// Builds the whole graph; gives the name of its output.
  mutating func build() -> String {
    let architecture = network.architecture
    let vectorNodes = architecture.vectorNodes
    var source = GraphBuilder.input
    if network.normalization != .unit { source = normalize(source) }
    for (index, node) in architecture.specification.nodes.enumerated() {
      let inputs = node.inputs.map { $0 == NetworkSpecification.input ? source : values[$0] }
      let shape = architecture.inputShape(index)
      values.append(add(node.layer, node.name, inputs, shape))
      if vectorNodes.contains(index) { vectors.insert(values[index]) }
    }
    return values[values.count - 1]
  }

  private mutating func emit(
    _ kind: String, _ name: String, _ inputs: [String], _ attributes: [String: ONNXAttribute] = [:]
  ) -> String {
    nodes.append(ONNXNode(kind, name: name, inputs: inputs, output: name, attributes: attributes))
    return name
  }

  private mutating func constant(_ name: String, _ shape: [Int], _ values: [Float]) -> String {
    constants.append(Tensor(name: name, shape: shape, values: values))
    return name
  }

  private mutating func indices(_ name: String, _ values: [Int64]) -> String {
    let bytes = values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * Int64($0))) } }
    constants.append(Tensor(name: name, type: .signed64, shape: [values.count], bytes: bytes))
    return name
  }

  private mutating func parameter(_ name: String, shape: [Int]? = nil) -> String {
    guard let index = network.architecture.parameters.firstIndex(where: { $0.name == name }) else { return "" }
    return constant(name, shape ?? network.architecture.parameters[index].shape, network.values[index])
  }

  private mutating func normalize(_ source: String) -> String {
    let normalization = network.normalization
    let shape = [1, normalization.mean.count, 1, 1]
    let mean = constant("normalization.mean", shape, normalization.mean)
    let deviation = constant("normalization.deviation", shape, normalization.deviation)
    let centred = emit("Sub", "normalization.centred", [source, mean])
    return emit("Div", "normalization", [centred, deviation])
  }

  /// A value as N × C: flattened unless it is so already.
  private mutating func vector(_ value: String, _ name: String) -> String {
    vectors.contains(value) ? value : emit("Flatten", name, [value], ["axis": .integer(1)])
  }

  private mutating func add(_ layer: Layer, _ name: String, _ inputs: [String], _ shape: Shape) -> String {
    switch layer {
    case .convolution(let layer):
      let weight = parameter("\(name).weight")
      let bias = layer.hasBias ? [parameter("\(name).bias")] : []
      return emit(
        "Conv", name, [inputs[0], weight] + bias,
        layer.geometry.attributes.merging(["group": .integer(layer.groups)]) { first, _ in first })
    case .pooling(let layer): return pool(layer, name, inputs[0], shape)
    case .subsampling(let layer):
      let sums = pool(layer.pooling, "\(name).sum", inputs[0], shape)
      let weight = parameter("\(name).weight", shape: [1, shape.channels, 1, 1])
      let bias = parameter("\(name).bias", shape: [1, shape.channels, 1, 1])
      return emit("Add", name, [emit("Mul", "\(name).scaled", [sums, weight]), bias])
    case .fullyConnected(let layer):
      let flat = vector(inputs[0], "\(name).flat")
      let weight = parameter("\(name).weight")
      let bias = layer.hasBias ? [parameter("\(name).bias")] : []
      return emit("Gemm", name, [flat, weight] + bias, ["transB": .integer(1)])
    case .radialBasis(let layer):
      // −½ Σ (x − w)², with x as N × 1 × I and w as O × I.
      let flat = vector(inputs[0], "\(name).flat")
      let patterns = constant(
        "\(name).patterns", [layer.outputs, shape.count], layer.patterns(inputs: shape.count))
      let wide = emit("Unsqueeze", "\(name).wide", [flat, indices("\(name).axis", [1])])
      let difference = emit("Sub", "\(name).difference", [wide, patterns])
      let square = emit("Mul", "\(name).square", [difference, difference])
      let sum = emit(
        "ReduceSum", "\(name).distance", [square, indices("\(name).last", [2])], ["keepdims": .integer(0)])
      return emit("Mul", name, [sum, constant("\(name).minus_half", [], [-0.5])])
    case .activation(let activation): return activate(activation, name, inputs[0])
    case .softmax: return emit("Softmax", name, inputs, ["axis": .integer(1)])
    case .dropout(let layer):
      return emit("Dropout", name, [inputs[0], constant("\(name).rate", [], [layer.rate])])
    case .batchNormalization:
      let parts = ["weight", "bias", "running_mean", "running_var"].map { parameter("\(name).\($0)") }
      return emit(
        "BatchNormalization", name, [inputs[0]] + parts, ["epsilon": .number(BatchNormalizationLayer.epsilon)])
    case .localResponseNormalization(let layer):
      let attributes: [String: ONNXAttribute] = [
        "size": .integer(layer.size), "alpha": .number(layer.alpha), "beta": .number(layer.beta),
        "bias": .number(layer.k),
      ]
      guard vectors.contains(inputs[0]) else { return emit("LRN", name, inputs, attributes) }
      // The operator takes maps only.
      let map = emit("Unsqueeze", "\(name).map", [inputs[0], indices("\(name).axes", [2, 3])])
      return vector(emit("LRN", "\(name).normalized", [map], attributes), name)
    case .widening(let layer):
      let ends = Array(repeating: Int64(0), count: vectors.contains(inputs[0]) ? 3 : 5)
      let added = Int64(layer.outputs - shape.channels)
      let sides = indices("\(name).sides", vectors.contains(inputs[0]) ? ends + [added] : ends + [added, 0, 0])
      return emit("Pad", name, [inputs[0], sides])
    case .flatten: return emit("Flatten", name, inputs, ["axis": .integer(1)])
    case .sum: return emit(inputs.count == 2 ? "Add" : "Sum", name, inputs)
    case .concatenation: return emit("Concat", name, inputs, ["axis": .integer(1)])
    }
  }

  private mutating func pool(_ layer: PoolingLayer, _ name: String, _ input: String, _ shape: Shape) -> String {
    let geometry = layer.geometry(on: shape.size)
    let area = geometry.taps.width * geometry.taps.height
    switch layer.kind {
    case .max:
      var attributes = geometry.attributes
      if geometry.dilation == Size(width: 1, height: 1) { attributes["dilations"] = nil }
      return layer.window == nil
        ? emit("GlobalMaxPool", name, [input]) : emit("MaxPool", name, [input], attributes)
    case .average, .sum:
      let isSum = layer.kind == .sum
      if geometry.dilation != Size(width: 1, height: 1) {
        // A mean with gaps is an operator of late versions only: a convolution of each channel with equal weights.
        let weights = [Float](repeating: isSum ? 1 : 1 / Float(area), count: shape.channels * area)
        let kernel = constant(
          "\(name).kernel", [shape.channels, 1, geometry.taps.height, geometry.taps.width], weights)
        return emit(
          "Conv", name, [input, kernel],
          geometry.attributes.merging(["group": .integer(shape.channels)]) { first, _ in first })
      }
      let pooled = isSum ? "\(name).mean" : name
      var attributes = geometry.attributes
      attributes["dilations"] = nil
      // A mean counts what padding adds as zeros.
      if layer.padding != .none { attributes["count_include_pad"] = .integer(1) }
      let mean =
        layer.window == nil
        ? emit("GlobalAveragePool", pooled, [input]) : emit("AveragePool", pooled, [input], attributes)
      guard isSum else { return mean }
      return emit("Mul", name, [mean, constant("\(name).area", [], [Float(area)])])
    }
  }

  private mutating func activate(_ activation: ActivationLayer, _ name: String, _ input: String) -> String {
    switch activation {
    case .relu: return emit("Relu", name, [input])
    case .leakyReLU(let slope): return emit("LeakyRelu", name, [input], ["alpha": .number(slope)])
    case .tanh: return emit("Tanh", name, [input])
    case .sigmoid: return emit("Sigmoid", name, [input])
    case .scaledTanh:
      let inner = emit("Mul", "\(name).inner", [input, constant("\(name).two_thirds", [], [2.0 / 3])])
      let curve = emit("Tanh", "\(name).curve", [inner])
      return emit("Mul", name, [curve, constant("\(name).amplitude", [], [1.7159])])
    }
  }
}

extension WindowGeometry {
  /// As ONNX says a window.
  fileprivate var attributes: [String: ONNXAttribute] {
    [
      "kernel_shape": .integers([taps.height, taps.width]), "strides": .integers([stride.height, stride.width]),
      "dilations": .integers([dilation.height, dilation.width]),
      "pads": .integers([padding.top, padding.left, padding.bottom, padding.right]),
    ]
  }
}

extension ONNXModel {
  /// A model as an ONNX graph; its metadata hold all that the graph does not say, so that reading it back loses nothing.
  public init(_ model: Model, name: String, producer: String) {
    var builder = GraphBuilder(model.network)
    let output = builder.build()
    let shape = model.network.architecture.input
    self.init(
      name: name, producer: producer, metadata: model.metadata, nodes: builder.nodes, constants: builder.constants,
      inputs: [
        ONNXValue(
          GraphBuilder.input,
          shape: [.free("batch"), .fixed(shape.channels), .fixed(shape.height), .fixed(shape.width)])
      ],
      outputs: [ONNXValue(output, shape: [.free("batch"), .fixed(model.classes.count)])])
  }
}
