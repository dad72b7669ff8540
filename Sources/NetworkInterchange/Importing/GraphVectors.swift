import ConvolutionCore
import InterchangeFiles
import ModelFiles
import NetworkDescription

/// Flattening, fully connected layers, and what is added and multiplied.
extension GraphReader {
  /// `Flatten`, and any `Reshape` that keeps the batch and joins the rest.
  mutating func flatten(_ node: ONNXNode) throws(ImportError) {
    let value = try map(node)
    let count = shape(value).count
    if node.kind == "Flatten" {
      guard integer(node, "axis") ?? 1 == 1 else {
        throw .unsupported(node: label(node), found: "another axis than 1", expected: "1")
      }
    } else {
      var target: [Int?]
      if let constant = constant(node, 1)?.wholeNumbers {
        target = constant
      } else if case .sizes(let sizes)? = node.inputs.count > 1 ? values[node.inputs[1]] : nil {
        target = sizes
      } else {
        throw .missingConstant(node.inputs.count > 1 ? node.inputs[1] : "", node: label(node))
      }
      // A vector may be spread to N × C × 1 × 1 and come back.
      if target.count == 4, let channels = target[1], target[2] == 1, target[3] == 1,
        channels == count || channels == -1
      {
        var spread = value
        spread.rank = 4
        give(node, spread)
        return
      }
      let keepsBatch = target.first.map { $0 == nil || $0 == 0 || $0 == -1 || $0 == 1 } ?? false
      guard target.count == 2, keepsBatch, let last = target[1], last == count || last == -1 else {
        throw .unsupported(
          node: label(node), found: "the shape \(target.map { $0.map { "\($0)" } ?? "N" }.joined(separator: "×"))",
          expected: "N×\(count)")
      }
    }
    var result = value
    if value.rank == 4 {
      let shape = shape(value)
      result.isFlattenedChannelsLast = value.isChannelsLast && shape.channels > 1 && shape.height * shape.width > 1
      result.isChannelsLast = false
      result.rank = 2
    }
    give(node, result)
  }

  mutating func fullyConnected(_ node: ONNXNode) throws(ImportError) {
    let value = try map(node)
    let weight = try numbers(node, 1)
    guard weight.shape.count == 2, value.rank == 2 else {
      throw .unsupported(
        node: label(node), found: "arrays of \(value.rank) and \(weight.shape.count) dimensions",
        expected: "a vector and a matrix")
    }
    guard integer(node, "transA") ?? 0 == 0, number(node, "alpha") ?? 1 == 1, number(node, "beta") ?? 1 == 1 else {
      throw .unsupported(node: label(node), found: "alpha, beta or transA", expected: "a plain product")
    }
    let isTransposed = node.kind == "Gemm" && integer(node, "transB") ?? 0 != 0
    let (outputs, inputs) = isTransposed ? (weight.shape[0], weight.shape[1]) : (weight.shape[1], weight.shape[0])
    let shape = shape(value)
    guard inputs == shape.count else {
      throw .unsupported(node: label(node), found: "weights for \(inputs) inputs", expected: "\(shape.count)")
    }
    var numbers = try floats(weight)
    if !isTransposed { numbers = Reordering.transposed(numbers, rows: inputs, columns: outputs) }
    if value.isFlattenedChannelsLast { numbers = Reordering.channelsFirst(numbers, outputs: outputs, shape: shape) }
    let bias = node.kind == "Gemm" ? constant(node, 2) : nil
    let result = try append(
      .fullyConnected(FullyConnectedLayer(outputs: outputs, hasBias: bias != nil)),
      weights: node.inputs[1].hasSuffix(".weight") ? node.inputs[1] : nil, inputs: [value.node], rank: 2)
    let name = nodes[result.node].name
    if !isTransposed { notes.append("\(name): transposed, \(inputs)×\(outputs) to \(outputs)×\(inputs)") }
    if value.isFlattenedChannelsLast {
      notes.append("\(name): its inputs put in the order C, H, W; the file had H, W, C")
    }
    parameters["\(name).weight"] = numbers
    if let bias {
      parameters["\(name).bias"] = try floats(bias)
    } else {
      open.insert(result.node)
    }
    give(node, result)
  }

  mutating func arithmetic(_ node: ONNXNode) throws(ImportError) {
    let isConstant = node.inputs.map { constants[$0] != nil }
    if node.kind == "Sum" || node.kind == "Add", isConstant.allSatisfy({ !$0 }) {
      var inputs: [Int] = []
      let first = try map(node)
      for position in node.inputs.indices { inputs.append(try map(node, position).node) }
      guard inputs.count > 1 else {
        give(node, first)
        return
      }
      var result = try append(.sum, inputs: inputs, rank: first.rank)
      result.isChannelsLast = first.isChannelsLast
      give(node, result)
      return
    }
    guard node.inputs.count == 2, isConstant.filter({ $0 }).count == 1 else {
      throw .unsupported(node: label(node), found: "two maps", expected: "a map and a constant")
    }
    let place = isConstant[0] ? 1 : 0
    guard place == 0 || node.kind == "Add" || node.kind == "Mul" else {
      throw .unsupported(node: label(node), found: "a constant on the left", expected: "the map there")
    }
    try scaleAndShift(node, try map(node, place), by: try numbers(node, 1 - place))
  }

  /// A number for each channel, or for all, is folded into what stands before it.
  private mutating func scaleAndShift(
    _ node: ONNXNode, _ value: MapValue, by tensor: Tensor
  ) throws(ImportError) {
    let channels = shape(value).channels
    var numbers = try floats(tensor)
    let long = tensor.shape.filter { $0 != 1 }
    guard numbers.count == 1 || (long == [channels] && isAlongChannels(tensor.shape, value)) else {
      throw .unsupported(
        node: label(node), found: "a constant of \(tensor.shape.map { "\($0)" }.joined(separator: "×"))",
        expected: "one number, or one a channel")
    }
    if node.kind == "Sub" { numbers = numbers.map { -$0 } }
    if node.kind == "Div" { numbers = numbers.map { 1 / $0 } }
    let isShift = node.kind == "Add" || node.kind == "Sub"
    if value.node == NetworkSpecification.input {
      let count = max(numbers.count, scale.count)
      func spread(_ list: [Float]) -> [Float] { list.count == count ? list : .init(repeating: list[0], count: count) }
      (scale, shift, numbers) = (spread(scale), spread(shift), spread(numbers))
      if isShift {
        shift = zip(shift, numbers).map { $0 + $1 }
      } else {
        scale = zip(scale, numbers).map { $0 * $1 }
        shift = zip(shift, numbers).map { $0 * $1 }
      }
      give(node, value)
      return
    }
    if numbers.count == 1 { numbers = [Float](repeating: numbers[0], count: channels) }
    if isShift, open.contains(value.node), try addBias(numbers, to: value.node) {
      give(node, value)
      return
    }
    var result = try append(
      .batchNormalization(BatchNormalizationLayer()), inputs: [value.node], rank: value.rank)
    let name = nodes[result.node].name
    notes.append("\(name): \(isShift ? "added" : "multiplied") constants, kept as a batch normalisation")
    let ones = [Float](repeating: 1, count: channels)
    let zeros = [Float](repeating: 0, count: channels)
    parameters["\(name).weight"] = isShift ? ones : numbers
    parameters["\(name).bias"] = isShift ? numbers : zeros
    parameters["\(name).running_mean"] = zeros
    parameters["\(name).running_var"] = ones.map { $0 - BatchNormalizationLayer.epsilon }
    result.isChannelsLast = value.isChannelsLast
    give(node, result)
  }

  private func isAlongChannels(_ shape: [Int], _ value: MapValue) -> Bool {
    guard let place = shape.firstIndex(where: { $0 != 1 }) else { return true }
    let fromEnd = shape.count - place
    return value.rank == 2 || value.isChannelsLast ? fromEnd == 1 : fromEnd == 3
  }

  /// The sum behind a convolution or a product is its bias, where nothing else reads what lies between.
  private mutating func addBias(_ numbers: [Float], to index: Int) throws(ImportError) -> Bool {
    let old = nodes[index]
    guard !nodes.contains(where: { $0.inputs.contains(index) }) else { return false }
    let layer: Layer
    switch old.layer {
    case .convolution(var convolution):
      convolution.hasBias = true
      layer = .convolution(convolution)
    case .fullyConnected(let connected):
      layer = .fullyConnected(FullyConnectedLayer(outputs: connected.outputs, hasBias: true))
    case .pooling, .subsampling, .radialBasis, .activation, .softmax, .dropout, .batchNormalization,
      .localResponseNormalization, .widening, .flatten, .sum, .concatenation:
      return false
    }
    nodes[index] = NetworkSpecification.Node(name: old.name, layer: layer, inputs: old.inputs)
    parameters["\(old.name).bias"] = numbers
    open.remove(index)
    return true
  }
}
