import InterchangeFiles
import ModelFiles
import NetworkDescription

/// Sizes that a graph works out for itself before a `Reshape`, and the order of its dimensions.
extension GraphReader {
  /// `Shape`, `Gather`, `Slice`, `Unsqueeze` and `Concat` on sizes.
  mutating func readSizes(_ node: ONNXNode) throws(ImportError) {
    guard let output = node.outputs.first else { return }
    if node.kind == "Shape" {
      let value = try map(node)
      let shape = shape(value)
      let sides = value.rank == 2 ? [shape.count] : [shape.channels, shape.height, shape.width]
      let ordered = value.isChannelsLast && value.rank == 4 ? Array(sides[1...]) + [sides[0]] : sides
      values[output] = .sizes([nil] + ordered.map { $0 })
      return
    }
    // Of a map they would change what the layers see.
    if case .map = values[node.inputs.first ?? ""] {
      guard node.kind == "Unsqueeze" else {
        throw .unsupported(node: label(node), found: "a part of a map", expected: "sizes only")
      }
      throw .unsupported(node: label(node), found: "a map with a new dimension", expected: "maps N × C × H × W")
    }
    var lists: [[Int?]] = []
    for position in node.inputs.indices { lists.append(sizes(node, position) ?? []) }
    let first = lists.first ?? []
    switch node.kind {
    case "Gather":
      var picked: [Int?] = []
      for index in lists.count > 1 ? lists[1] : [] {
        let place = (index ?? 0) < 0 ? (index ?? 0) + first.count : index ?? 0
        guard first.indices.contains(place) else {
          throw .unsupported(node: label(node), found: "index \(place)", expected: "0 to \(first.count - 1)")
        }
        picked.append(first[place])
      }
      values[output] = .sizes(picked)
    case "Slice":
      let start = (axes(node, "starts", input: 1)?.first ?? 0), end = axes(node, "ends", input: 2)?.first ?? first.count
      let low = max(0, min(first.count, start < 0 ? start + first.count : start))
      let high = max(low, min(first.count, end < 0 ? end + first.count : end))
      values[output] = .sizes(Array(first[low..<high]))
    case "Concat": values[output] = .sizes(lists.flatMap { $0 })
    default: values[output] = .sizes(first)
    }
  }

  private func sizes(_ node: ONNXNode, _ position: Int) -> [Int?]? {
    if let constant = constant(node, position) { return constant.wholeNumbers }
    guard case .sizes(let list)? = values[node.inputs[position]] else { return nil }
    return list
  }

  /// Dimensions of 1 behind global pooling.
  mutating func readSqueeze(_ node: ONNXNode) throws(ImportError) {
    if case .sizes(let list)? = values[node.inputs.first ?? ""] {
      if let output = node.outputs.first { values[output] = .sizes(list) }
      return
    }
    var value = try map(node)
    let shape = shape(value)
    guard value.rank == 4, shape.height == 1, shape.width == 1 else {
      throw .unsupported(node: label(node), found: "a map of \(shape.text)", expected: "one value a channel")
    }
    value.rank = (axes(node)?.count ?? 2) == 2 ? 2 : 4
    value.isChannelsLast = false
    give(node, value)
  }

  /// N × H × W × C to N × C × H × W and back.
  mutating func transpose(_ node: ONNXNode) throws(ImportError) {
    var value = try map(node)
    let order = integers(node, "perm") ?? []
    switch order {
    case [0, 1, 2, 3], [0, 1]: break
    case [0, 3, 1, 2]:
      if value.node == NetworkSpecification.input && !value.isChannelsLast && nodes.isEmpty {
        // The picture was declared as H × W × C.
        input = Shape(channels: input.width, height: input.channels, width: input.height)
        notes.append("the picture: channels first here, \(input.text); the file had H, W, C")
      } else if !value.isChannelsLast {
        throw .unsupported(node: label(node), found: "the order \(order)", expected: "channels first")
      }
      value.isChannelsLast = false
    case [0, 2, 3, 1]:
      guard !value.isChannelsLast, value.rank == 4 else {
        throw .unsupported(node: label(node), found: "the order \(order)", expected: "channels first")
      }
      value.isChannelsLast = true
    default:
      throw .unsupported(
        node: label(node), found: "the order \(order)", expected: "channels moved to the front or the end")
    }
    give(node, value)
  }
}
