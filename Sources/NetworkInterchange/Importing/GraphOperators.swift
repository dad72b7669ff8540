import ConvolutionCore
import InterchangeFiles
import ModelFiles
import NetworkDescription

extension GraphReader {
  /// The operators that a graph may consist of.
  static let known = [
    "Add", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat", "Constant", "Conv", "Div", "Dropout",
    "Flatten", "Gather", "Gemm", "GlobalAveragePool", "GlobalMaxPool", "Identity", "LRN", "LeakyRelu", "MatMul",
    "MaxPool", "Mul", "Pad", "ReduceMean", "Relu", "Reshape", "Shape", "Sigmoid", "Slice", "Softmax", "Squeeze",
    "Sub", "Sum", "Tanh", "Transpose", "Unsqueeze",
  ]

  /// Reads one operator.
  mutating func read(_ node: ONNXNode) throws(ImportError) {
    switch node.kind {
    case "Constant": readConstant(node)
    case "Identity", "Cast": try alias(node)
    case "Shape", "Gather", "Slice", "Unsqueeze": try readSizes(node)
    case "Squeeze": try readSqueeze(node)
    case "Transpose": try transpose(node)
    case "Reshape", "Flatten": try flatten(node)
    case "Pad": try pad(node)
    case "Conv": try convolution(node)
    case "Gemm", "MatMul": try fullyConnected(node)
    case "MaxPool": try pool(node, .max)
    case "AveragePool": try pool(node, .average)
    case "GlobalMaxPool": try poolWhole(node, .max)
    case "GlobalAveragePool": try poolWhole(node, .average)
    case "ReduceMean": try reduceMean(node)
    case "BatchNormalization": try batchNormalization(node)
    case "LRN": try localResponseNormalization(node)
    case "Relu": try layer(node, .activation(.relu))
    case "Clip": try clip(node)
    case "LeakyRelu":
      let slope = number(node, "alpha") ?? 0.01
      guard slope >= 0, slope < 1 else {
        throw .unsupported(node: label(node), found: "the slope \(slope)", expected: "0 up to 1")
      }
      try layer(node, .activation(.leakyReLU(slope: slope)))
    case "Tanh": try layer(node, .activation(.tanh))
    case "Sigmoid": try layer(node, .activation(.sigmoid))
    case "Softmax": try softmax(node)
    case "Dropout": try dropout(node)
    case "Add", "Sub", "Mul", "Div", "Sum": try arithmetic(node)
    case "Concat": try concatenate(node)
    default: throw .unknownOperator(node.kind, node: node.name, known: GraphReader.known)
    }
  }

  // MARK: Settings

  func integer(_ node: ONNXNode, _ name: String) -> Int? {
    guard case .integer(let value)? = node.attributes[name] else { return nil }
    return value
  }

  func number(_ node: ONNXNode, _ name: String) -> Float? {
    guard case .number(let value)? = node.attributes[name] else { return nil }
    return value
  }

  func integers(_ node: ONNXNode, _ name: String) -> [Int]? {
    guard case .integers(let values)? = node.attributes[name] else { return nil }
    return values
  }

  func word(_ node: ONNXNode, _ name: String) -> String? {
    guard case .text(let value)? = node.attributes[name] else { return nil }
    return value
  }

  /// The numbers of an attribute, or of the constant that newer opsets have in its place.
  func axes(_ node: ONNXNode, _ name: String = "axes", input position: Int = 1) -> [Int]? {
    integers(node, name) ?? constant(node, position)?.wholeNumbers
  }

  private func number(_ node: ONNXNode, input position: Int) -> Float? {
    guard let tensor = constant(node, position), let values = try? tensor.floats() else { return nil }
    return values.count == 1 ? values[0] : nil
  }

  // MARK: Plain layers

  /// A layer that takes one map and changes no shape.
  mutating func layer(_ node: ONNXNode, _ layer: Layer) throws(ImportError) {
    let value = try map(node)
    var result = try append(layer, inputs: [value.node], rank: value.rank)
    result.isChannelsLast = value.isChannelsLast
    result.isFlattenedChannelsLast = value.isFlattenedChannelsLast
    give(node, result)
  }

  private mutating func alias(_ node: ONNXNode) throws(ImportError) {
    let name = node.inputs.first ?? ""
    guard let output = node.outputs.first else { return }
    if let tensor = constants[name] {
      constants[output] = tensor
    } else if let value = values[name] {
      values[output] = value
    } else {
      throw .unknownValue(name, node: label(node))
    }
  }

  private mutating func readConstant(_ node: ONNXNode) {
    guard let output = node.outputs.first else { return }
    switch node.attributes["value"] ?? node.attributes["value_ints"] ?? node.attributes["value_int"]
      ?? node.attributes["value_float"] ?? node.attributes["value_floats"]
    {
    case .tensor(let tensor): constants[output] = tensor
    case .integer(let value): constants[output] = Tensor(name: output, wholeNumbers: [value], shape: [])
    case .integers(let list): constants[output] = Tensor(name: output, wholeNumbers: list, shape: [list.count])
    case .number(let value): constants[output] = Tensor(name: output, shape: [], values: [value])
    case .numbers(let list): constants[output] = Tensor(name: output, shape: [list.count], values: list)
    case .text, .other, nil: break
    }
  }

  private mutating func clip(_ node: ONNXNode) throws(ImportError) {
    let low = number(node, "min") ?? number(node, input: 1)
    let high = number(node, "max") ?? number(node, input: 2)
    guard low == 0, high == nil || high == .infinity || high == .greatestFiniteMagnitude else {
      throw .unsupported(
        node: label(node), found: "the limits \(low ?? -.infinity) and \(high ?? .infinity)",
        expected: "0 without an upper one, which is ReLU")
    }
    try layer(node, .activation(.relu))
  }

  private mutating func softmax(_ node: ONNXNode) throws(ImportError) {
    let value = try map(node)
    let axis = integer(node, "axis") ?? (graph.opset < 13 ? 1 : -1)
    guard value.rank == 2, axis == 1 || axis == -1 else {
      throw .unsupported(node: label(node), found: "axis \(axis) of \(value.rank)", expected: "the classes of a vector")
    }
    try layer(node, .softmax)
  }

  private mutating func dropout(_ node: ONNXNode) throws(ImportError) {
    let rate = number(node, "ratio") ?? number(node, input: 1) ?? 0.5
    guard rate >= 0, rate < 1 else {
      throw .unsupported(node: label(node), found: "the rate \(rate)", expected: "0 up to but not 1")
    }
    try layer(node, .dropout(DropoutLayer(rate: rate)))
  }

  private mutating func localResponseNormalization(_ node: ONNXNode) throws(ImportError) {
    let size = integer(node, "size") ?? 0
    guard size >= 1, size <= 1023, size % 2 == 1 else {
      throw .unsupported(node: label(node), found: "a neighbourhood of \(size)", expected: "an odd number of channels")
    }
    let bias = number(node, "bias") ?? 1
    guard bias > 0 else { throw .unsupported(node: label(node), found: "the bias \(bias)", expected: "more than 0") }
    try requireChannelsFirst(map(node), node)
    try layer(
      node,
      .localResponseNormalization(
        LocalResponseNormalizationLayer(
          size: size, alpha: number(node, "alpha") ?? 1e-4, beta: number(node, "beta") ?? 0.75, k: bias)))
  }

  private mutating func batchNormalization(_ node: ONNXNode) throws(ImportError) {
    let value = try map(node)
    guard integer(node, "training_mode") ?? 0 == 0 else {
      throw .unsupported(node: label(node), found: "training mode", expected: "a graph exported for inference")
    }
    let channels = shape(value).channels
    var parts: [[Float]] = []
    for position in 1...4 {
      let numbers = try floats(try numbers(node, position))
      guard numbers.count == channels else {
        throw .unsupported(
          node: label(node), found: "\(numbers.count) numbers", expected: "one for each of \(channels)")
      }
      parts.append(numbers)
    }
    let epsilon = number(node, "epsilon") ?? 1e-5
    let own = BatchNormalizationLayer.epsilon
    let weights = node.inputs.count > 1 ? node.inputs[1] : nil
    var result = try append(
      .batchNormalization(BatchNormalizationLayer()), weights: weights, inputs: [value.node], rank: value.rank)
    let name = nodes[result.node].name
    if epsilon != own {
      parts[3] = parts[3].map { $0 + (epsilon - own) }
      notes.append("\(name): epsilon \(epsilon) became \(own); the difference went into the variance")
    }
    for (part, numbers) in zip(["weight", "bias", "running_mean", "running_var"], parts) {
      parameters["\(name).\(part)"] = numbers
    }
    result.isChannelsLast = value.isChannelsLast
    give(node, result)
  }

  private mutating func concatenate(_ node: ONNXNode) throws(ImportError) {
    if node.inputs.allSatisfy({ name in
      if case .sizes = values[name] { return true }
      return constants[name] != nil
    }) {
      try readSizes(node)
      return
    }
    var inputs: [Int] = []
    var first: MapValue?
    for position in node.inputs.indices {
      let value = try map(node, position)
      if first == nil { first = value }
      guard value.isChannelsLast == first?.isChannelsLast, value.rank == first?.rank else {
        throw .unsupported(node: label(node), found: "maps in different orders", expected: "one order")
      }
      inputs.append(value.node)
    }
    guard let first else { return }
    let axis = integer(node, "axis") ?? 1
    let channels = first.rank == 4 && first.isChannelsLast ? 3 : 1
    guard axis == channels || axis + first.rank == channels else {
      throw .unsupported(node: label(node), found: "axis \(axis)", expected: "the channels, axis \(channels)")
    }
    var result = try append(.concatenation, inputs: inputs, rank: first.rank)
    result.isChannelsLast = first.isChannelsLast
    give(node, result)
  }
}

extension Tensor {
  /// The elements as whole numbers; nil for other types.
  var wholeNumbers: [Int]? {
    guard type == .signed64 || type == .signed32 else { return nil }
    return stride(from: 0, to: bytes.count, by: type.byteCount).map { start in
      let bits = bytes[start..<start + type.byteCount].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return type == .signed64 ? Int(truncatingIfNeeded: bits) : Int(Int32(truncatingIfNeeded: bits))
    }
  }

  init(name: String, wholeNumbers: [Int], shape: [Int]) {
    let bytes = wholeNumbers.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    self.init(name: name, type: .signed64, shape: shape, bytes: bytes)
  }
}
