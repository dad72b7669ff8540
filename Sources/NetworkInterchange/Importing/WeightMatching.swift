import ModelFiles
import NetworkDescription

/// Finds which arrays of a file are which parameters of a network: by name, else by shape, in the order of the layers.
///
/// Arrays may be those of a PyTorch state dict (O × I × kH × kW) or of Keras (kH × kW × I × O, fully connected weights
/// I × O, flattened in the order H, W, C).
struct WeightMatching {
  /// How a file orders its weights.
  enum Convention { case torch, keras }

  private let architecture: Architecture
  private let convention: Convention
  private var left: [Group]
  private(set) var notes: [String] = []

  /// The arrays of one layer of the file: `features.0` with `weight` and `bias`.
  private struct Group {
    let name: String
    var arrays: [Tensor]
  }

  init(_ architecture: Architecture, arrays: [Tensor], convention: Convention) {
    self.architecture = architecture
    self.convention = convention
    var groups: [Group] = []
    var places: [String: Int] = [:]
    for array in arrays where !WeightMatching.isCounter(array) {
      let end = convention == .keras ? array.name.range(ofLast: "/vars/") : array.name.range(ofLast: ".")
      let name = end.map { String(array.name[..<$0]) } ?? array.name
      if let place = places[name] {
        groups[place].arrays.append(array)
      } else {
        places[name] = groups.count
        groups.append(Group(name: name, arrays: [array]))
      }
    }
    left = groups.sorted { naturalOrder($0.name, $1.name) }
    let counters = arrays.count { WeightMatching.isCounter($0) }
    if counters > 0 { notes.append("\(counters) counters num_batches_tracked left out: nothing here needs them") }
  }

  private static func isCounter(_ array: Tensor) -> Bool { array.name.hasSuffix("num_batches_tracked") }

  /// The numbers of each parameter of the network, in order.
  mutating func values() throws(ImportError) -> [[Float]] {
    var values: [[Float]] = []
    for (index, node) in architecture.specification.nodes.enumerated() {
      let own = architecture.parameters(of: index)
      guard !own.isEmpty else { continue }
      let arrays = try take(node.name, own)
      for (parameter, array) in zip(own, arrays) {
        values.append(try numbers(array, parameter, node.layer, architecture.inputShape(index), index))
      }
    }
    guard left.isEmpty else { throw .arraysLeft(left.flatMap { $0.arrays.map(\.name) }) }
    return values
  }

  /// The arrays of one layer, by its name, else the first layer of the file with those shapes.
  private mutating func take(_ name: String, _ own: [ParameterDescription]) throws(ImportError) -> [Tensor] {
    let named = left.firstIndex { $0.name == name && ordered($0.arrays, own) != nil }
    guard let place = named ?? left.firstIndex(where: { ordered($0.arrays, own) != nil }),
      let arrays = ordered(left[place].arrays, own)
    else {
      let names = left.flatMap { group in group.arrays.map { "\($0.name) \($0.shape)" } }
      throw .noArray(parameter: own[0].name, shape: fileShape(own[0]), left: names)
    }
    if left[place].name != name { notes.append("\(name): from \(left[place].name)") }
    left.remove(at: place)
    return arrays
  }

  /// The arrays of a layer in the order of its parameters; nil where the shapes differ.
  private func ordered(_ arrays: [Tensor], _ own: [ParameterDescription]) -> [Tensor]? {
    guard arrays.count == own.count else { return nil }
    var result: [Tensor] = []
    for (position, parameter) in own.enumerated() {
      let part = parameter.name.suffix(from: parameter.name.range(ofLast: ".") ?? parameter.name.startIndex)
      let array =
        convention == .torch
        ? arrays.first { $0.name.hasSuffix(part) } ?? (arrays.count == 1 ? arrays[0] : nil)
        : arrays.first { $0.name.hasSuffix("/\(position)") }
      guard let array, array.shape == fileShape(parameter) else { return nil }
      result.append(array)
    }
    return result
  }

  /// The shape that a parameter has in the file.
  private func fileShape(_ parameter: ParameterDescription) -> [Int] {
    let shape = parameter.shape
    guard convention == .keras else { return shape }
    switch shape.count {
    case 4: return [shape[2], shape[3], shape[1], shape[0]]
    case 2: return [shape[1], shape[0]]
    default: return shape
    }
  }

  private mutating func numbers(
    _ array: Tensor, _ parameter: ParameterDescription, _ layer: Layer, _ input: Shape, _ index: Int
  ) throws(ImportError) -> [Float] {
    var numbers: [Float]
    do { numbers = try array.floats() } catch { throw .safetensors(error) }
    guard numbers.allSatisfy(\.isFinite) else {
      throw .unsupported(node: "'\(array.name)'", found: "values that are not finite", expected: "numbers")
    }
    guard convention == .keras else { return numbers }
    let shape = parameter.shape
    if shape.count == 4 {
      numbers = Reordering.outputsFirst(numbers, area: shape[2] * shape[3], inputs: shape[1], outputs: shape[0])
      notes.append("\(parameter.name): kH×kW×I×O turned into O×I×kH×kW")
    } else if shape.count == 2 {
      numbers = Reordering.transposed(numbers, rows: shape[1], columns: shape[0])
      let isMap = input.channels > 1 && input.height * input.width > 1
      if isMap { numbers = Reordering.channelsFirst(numbers, outputs: shape[0], shape: input) }
      notes.append("\(parameter.name): transposed\(isMap ? ", its inputs from H, W, C to C, H, W" : "")")
    } else if parameter.name.hasSuffix(".running_var") {
      let difference = WeightMatching.kerasEpsilon - BatchNormalizationLayer.epsilon
      numbers = numbers.map { $0 + difference }
      notes.append("\(parameter.name): Keras's epsilon of 0.001 instead of \(BatchNormalizationLayer.epsilon) added")
    }
    return numbers
  }

  /// The epsilon of Keras's batch normalisation unless it is set; a file of weights does not say it.
  private static let kerasEpsilon: Float = 1e-3
}

extension String {
  /// Where the last `text` begins; nil when there is none.
  fileprivate func range(ofLast text: String) -> Index? {
    var position = endIndex
    while position > startIndex {
      position = index(before: position)
      if self[position...].hasPrefix(text) { return position }
    }
    return nil
  }
}

/// The order in which people count: `conv2` before `conv10`, and `dense` before `dense_1`.
private func naturalOrder(_ first: String, _ second: String) -> Bool {
  func parts(_ text: String) -> [(text: String, number: Int)] {
    var parts: [(String, Int)] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      let letters = rest.prefix { !($0.isASCII && $0.isNumber) }
      rest = rest.dropFirst(letters.count)
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let word = letters.last == "_" ? String(letters.dropLast()) : String(letters)
      parts.append((word, Int(digits) ?? (digits.isEmpty ? -1 : Int.max)))
    }
    return parts
  }
  let (left, right) = (parts(first), parts(second))
  for (one, other) in zip(left, right) {
    if one.text != other.text { return one.text.utf8.lexicographicallyPrecedes(other.text.utf8) }
    if one.number != other.number { return one.number < other.number }
  }
  return left.count < right.count
}
