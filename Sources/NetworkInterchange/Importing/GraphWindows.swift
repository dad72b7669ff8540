import ConvolutionCore
import InterchangeFiles
import ModelFiles
import NetworkDescription

/// Convolutions and pooling of a graph.
extension GraphReader {
  /// Kernel, stride, dilation and padding of a window, of rows and of columns.
  private struct Window {
    var kernel: [Int]
    var strides: [Int]
    var dilations: [Int]
    /// Top, left, bottom, right.
    var pads: [Int]

    var geometry: WindowGeometry {
      WindowGeometry(
        taps: Size(width: kernel[1], height: kernel[0]), stride: Size(width: strides[1], height: strides[0]),
        dilation: Size(width: dilations[1], height: dilations[0]),
        padding: Sides(top: pads[0], right: pads[3], bottom: pads[2], left: pads[1]))
    }
  }

  private func window(_ node: ONNXNode, kernel: [Int], on shape: Shape) throws(ImportError) -> Window {
    guard kernel.count == 2, kernel.allSatisfy({ (1...65536).contains($0) }) else {
      throw .unsupported(node: label(node), found: "a window of \(kernel.count) dimensions", expected: "rows × columns")
    }
    let strides = integers(node, "strides") ?? [1, 1]
    let dilations = integers(node, "dilations") ?? [1, 1]
    var pads = integers(node, "pads") ?? [0, 0, 0, 0]
    guard strides.count == 2, dilations.count == 2, pads.count == 4,
      (strides + dilations).allSatisfy({ (1...65536).contains($0) }), pads.allSatisfy({ (0...65536).contains($0) })
    else { throw .unsupported(node: label(node), found: "settings out of range", expected: "two sizes from 1 on") }
    let mode = word(node, "auto_pad") ?? "NOTSET"
    if mode == "SAME_UPPER" || mode == "SAME_LOWER" {
      for (axis, size) in [shape.height, shape.width].enumerated() {
        let count = (size + strides[axis] - 1) / strides[axis]
        let total = max(0, (count - 1) * strides[axis] + dilations[axis] * (kernel[axis] - 1) + 1 - size)
        pads[axis] = mode == "SAME_UPPER" ? total / 2 : total - total / 2
        pads[axis + 2] = total - pads[axis]
      }
    } else if mode != "NOTSET" && mode != "VALID" {
      throw .unsupported(node: label(node), found: "auto_pad \(mode)", expected: "NOTSET, VALID or SAME")
    }
    return Window(kernel: kernel, strides: strides, dilations: dilations, pads: pads)
  }

  mutating func convolution(_ node: ONNXNode) throws(ImportError) {
    let value = try map(node)
    try requireChannelsFirst(value, node)
    let weight = try numbers(node, 1)
    guard weight.shape.count == 4 else {
      throw .unsupported(
        node: label(node), found: "a kernel of \(weight.shape.count - 2) dimensions", expected: "rows × columns")
    }
    var window = try window(node, kernel: Array(weight.shape[2...]), on: shape(value))
    for side in 0..<4 { window.pads[side] += value.padding[side] }
    let bias = constant(node, 2)
    let layer = ConvolutionLayer(
      outputs: weight.shape[0], geometry: window.geometry, groups: integer(node, "group") ?? 1, hasBias: bias != nil)
    guard layer.groups >= 1, weight.shape[1] * layer.groups == shape(value).channels else {
      throw .unsupported(
        node: label(node), found: "kernels \(weight.shape[1]) deep in \(layer.groups) groups",
        expected: "the \(shape(value).channels) channels")
    }
    let result = try append(
      .convolution(layer), weights: node.inputs.count > 1 ? node.inputs[1] : nil, inputs: [value.node], rank: 4)
    let name = nodes[result.node].name
    parameters["\(name).weight"] = try floats(weight)
    if let bias { parameters["\(name).bias"] = try floats(bias) } else { open.insert(result.node) }
    give(node, result)
  }

  mutating func pool(_ node: ONNXNode, _ kind: Pooling.Kind) throws(ImportError) {
    let value = try map(node)
    try requireChannelsFirst(value, node)
    let shape = shape(value)
    var window = try window(node, kernel: integers(node, "kernel_shape") ?? [], on: shape)
    if integer(node, "ceil_mode") ?? 0 != 0 { try roundUp(&window, kind, shape, node) }
    if kind == .average, window.pads.contains(where: { $0 > 0 }), integer(node, "count_include_pad") ?? 0 == 0 {
      throw .unsupported(
        node: label(node), found: "a mean that leaves padding out", expected: "count_include_pad=1, or no padding")
    }
    let geometry = window.geometry
    let layer = PoolingLayer(
      kind, window: geometry.taps, stride: geometry.stride == geometry.taps ? nil : geometry.stride,
      dilation: geometry.dilation, padding: geometry.padding)
    give(node, try append(.pooling(layer), inputs: [value.node], rank: 4))
  }

  /// Sizes rounded up: padding behind the last pixel, which a maximum never sees, makes room for one window more, unless
  /// that would begin behind the picture.
  private func roundUp(
    _ window: inout Window, _ kind: Pooling.Kind, _ shape: Shape, _ node: ONNXNode
  ) throws(ImportError) {
    for (axis, size) in [shape.height, shape.width].enumerated() {
      let reach = window.dilations[axis] * (window.kernel[axis] - 1) + 1
      let slack = size + window.pads[axis] + window.pads[axis + 2] - reach
      guard slack >= 0, slack % window.strides[axis] != 0 else { continue }
      let last = (slack / window.strides[axis] + 1) * window.strides[axis]
      guard last < size + window.pads[axis] else { continue }
      guard kind == .max else {
        throw .unsupported(
          node: label(node), found: "sizes rounded up", expected: "sizes rounded down: pad or crop the picture")
      }
      window.pads[axis + 2] += window.strides[axis] - slack % window.strides[axis]
    }
  }

  mutating func poolWhole(_ node: ONNXNode, _ kind: Pooling.Kind) throws(ImportError) {
    let value = try map(node)
    give(node, try append(.pooling(PoolingLayer(kind, window: nil)), inputs: [value.node], rank: 4))
  }

  /// A mean over rows and columns is global pooling.
  mutating func reduceMean(_ node: ONNXNode) throws(ImportError) {
    let value = try map(node)
    let own = value.isChannelsLast ? [1, 2] : [2, 3]
    let axes = (axes(node) ?? []).map { $0 < 0 ? $0 + value.rank : $0 }.sorted()
    guard value.rank == 4, axes == own else {
      throw .unsupported(node: label(node), found: "a mean over \(axes)", expected: "rows and columns, \(own)")
    }
    let keeps = integer(node, "keepdims") ?? 1 != 0
    var result = try append(.pooling(PoolingLayer(.average, window: nil)), inputs: [value.node], rank: keeps ? 4 : 2)
    result.isChannelsLast = keeps && value.isChannelsLast
    give(node, result)
  }

  /// Zeros around a map, which the convolution behind it takes over.
  mutating func pad(_ node: ONNXNode) throws(ImportError) {
    var value = try map(node)
    try requireChannelsFirst(value, node)
    let pads = integers(node, "pads") ?? constant(node, 1)?.wholeNumbers ?? []
    let fill = constant(node, 2).flatMap { try? $0.floats() }?.first ?? number(node, "value") ?? 0
    guard word(node, "mode") ?? "constant" == "constant", fill == 0, pads.count == 8, pads.allSatisfy({ $0 >= 0 }),
      pads[0] == 0, pads[1] == 0, pads[4] == 0, pads[5] <= 65536
    else {
      throw .unsupported(
        node: label(node), found: "padding other than zeros around a map or maps of zeros behind it", expected: "zeros")
    }
    if pads[5] > 0 {
      guard value.padding == [0, 0, 0, 0], [2, 3, 6, 7].allSatisfy({ pads[$0] == 0 }) else {
        throw .unsupported(node: label(node), found: "padding of maps and around them", expected: "one of both")
      }
      return try layer(node, .widening(WideningLayer(outputs: shape(value).channels + pads[5])))
    }
    for (side, place) in [2, 3, 6, 7].enumerated() { value.padding[side] += pads[place] }
    give(node, value)
  }

  func requireChannelsFirst(_ value: MapValue, _ node: ONNXNode) throws(ImportError) {
    guard value.rank == 4, !value.isChannelsLast else {
      throw .unsupported(
        node: label(node), found: value.rank == 4 ? "a map with its channels last" : "a vector",
        expected: "a map N × C × H × W")
    }
  }
}
