import ConvolutionCore
import InterchangeFiles
import ModelFiles
import NetworkDescription

/// Makes a network of an ONNX graph, operator by operator.
///
/// The graph may come from the exporters of PyTorch and Keras: identities and casts are left out, shapes that the graph
/// computes are worked out, transpositions between N × H × W × C and N × C × H × W are undone, constants before and
/// behind an operator are folded into it.
struct GraphReader {
  let graph: ONNXModel
  var constants: [String: Tensor] = [:]
  var values: [String: GraphValue] = [:]
  var nodes: [NetworkSpecification.Node] = []
  /// The shape behind each node.
  var shapes: [Shape] = []
  /// Numbers by parameter name.
  var parameters: [String: [Float]] = [:]
  /// Layers whose bias may still be added: those that came without one.
  var open: Set<Int> = []
  /// The picture's shape; channels first.
  var input: Shape
  /// Pixels are scaled and shifted before the first layer, a number a channel.
  var scale: [Float] = [1]
  var shift: [Float] = [0]
  var notes: [String] = []
  private var counts: [String: Int] = [:]
  private var names: Set<String> = []

  init(_ graph: ONNXModel) throws(ImportError) {
    self.graph = graph
    for tensor in graph.constants { constants[tensor.name] = tensor }
    guard graph.inputs.count == 1, let shape = graph.inputs[0].shape, shape.count == 2 || shape.count == 4 else {
      throw .inputs(graph.inputs.map(\.name))
    }
    var sides: [Int] = []
    for side in shape.dropFirst() {
      guard case .fixed(let size) = side, (1...65536).contains(size) else {
        throw .unsupported(node: "'\(graph.inputs[0].name)'", found: "a free size", expected: "only the batch free")
      }
      sides.append(size)
    }
    input =
      sides.count == 1
      ? Shape(channels: sides[0]) : Shape(channels: sides[0], height: sides[1], width: sides[2])
    values[graph.inputs[0].name] = .map(MapValue(node: NetworkSpecification.input, rank: sides.count + 1))
  }

  /// Reads all operators; the network ends with the graph's first output.
  mutating func read() throws(ImportError) -> Imported {
    for node in graph.nodes { try read(node) }
    guard let output = graph.outputs.first, case .map(let last)? = values[output.name], last.node >= 0 else {
      throw .unknownValue(graph.outputs.first?.name ?? "", node: "the output")
    }
    guard scale.allSatisfy({ $0 > 0 && $0.isFinite }), shift.allSatisfy(\.isFinite) else {
      throw .unsupported(node: "the picture", found: "a factor of 0 or less", expected: "a deviation above 0")
    }
    do throws(NetworkError) {
      let architecture = try Architecture(NetworkSpecification(nodes: Array(nodes[...last.node])), input: input)
      var numbers: [[Float]] = []
      for parameter in architecture.parameters { numbers.append(parameters[parameter.name] ?? []) }
      // (pixel − mean) / deviation is what scale and shift do.
      let deviation = scale.map { 1 / $0 }
      let mean = zip(shift, deviation).map { -$0 * $1 }
      let network = try Network(
        architecture, values: numbers, normalization: Normalization(mean: mean, deviation: deviation))
      let classes = (0..<architecture.output.count).map { "\($0)" }
      return Imported(model: try Model(network, classes: classes), notes: notes)
    } catch {
      throw .network(error)
    }
  }

  // MARK: Values

  /// The map that input `position` of a node names.
  func map(_ node: ONNXNode, _ position: Int = 0) throws(ImportError) -> MapValue {
    let name = position < node.inputs.count ? node.inputs[position] : ""
    guard case .map(let value)? = values[name] else { throw .unknownValue(name, node: label(node)) }
    return value
  }

  /// The constant that input `position` of a node names; nil where it is left out.
  func constant(_ node: ONNXNode, _ position: Int) -> Tensor? {
    position < node.inputs.count ? constants[node.inputs[position]] : nil
  }

  /// The numbers of a constant that must be there.
  func numbers(_ node: ONNXNode, _ position: Int) throws(ImportError) -> Tensor {
    guard let tensor = constant(node, position) else {
      throw .missingConstant(position < node.inputs.count ? node.inputs[position] : "", node: label(node))
    }
    return tensor
  }

  func floats(_ tensor: Tensor) throws(ImportError) -> [Float] {
    do { return try tensor.floats() } catch { throw .safetensors(error) }
  }

  /// How a node is called in errors and notes.
  func label(_ node: ONNXNode) -> String { node.name.isEmpty ? node.kind : "\(node.kind) '\(node.name)'" }

  /// The shape of a map, channels first.
  func shape(_ value: MapValue) -> Shape { value.node == NetworkSpecification.input ? input : shapes[value.node] }

  mutating func give(_ node: ONNXNode, _ value: MapValue) {
    if let output = node.outputs.first { values[output] = .map(value) }
  }

  // MARK: Layers

  /// Adds a layer under the name of its weights, or the usual one, and gives its value.
  mutating func append(
    _ layer: Layer, weights: String? = nil, inputs: [Int], rank: Int
  ) throws(ImportError) -> MapValue {
    counts[layer.word, default: 0] += 1
    var name = "\(layer.word)\(counts[layer.word] ?? 0)"
    if let weights, let own = layerName(weights), names.insert(own).inserted {
      name = own
    } else {
      while !names.insert(name).inserted { name += "_" }
    }
    nodes.append(NetworkSpecification.Node(name: name, layer: layer, inputs: inputs))
    let before = inputs.map { $0 == NetworkSpecification.input ? input : shapes[$0] }
    do throws(NetworkError) {
      shapes.append(try layer.outputShape(before, name: name))
    } catch {
      throw .network(error)
    }
    return MapValue(node: nodes.count - 1, rank: rank)
  }

  /// `features.0` of `features.0.weight`, where a SPEC can bear it as a name.
  private func layerName(_ weights: String) -> String? {
    guard weights.hasSuffix(".weight") else { return nil }
    let name = String(weights.dropLast(7))
    let allowed = name.utf8.allSatisfy { byte in
      byte == 0x2E || byte == 0x2D || byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte)
    }
    guard allowed, !name.isEmpty, name != "input", (try? NetworkSpecification(parsing: "\(name): relu")) != nil else {
      return nil
    }
    return name
  }
}
