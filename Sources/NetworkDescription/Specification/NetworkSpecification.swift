import ConvolutionCore

/// A network as a graph of layers, written in one line: the SPEC.
///
/// Example: `conv 6 5x5 relu max 2 conv 16 8x8 tanh max 3 fc 120 relu fc 100 relu fc 10`. Each layer takes what the
/// one before it gives; `name: conv …` names a layer, `conv … from name` takes another input, and `add a b` and
/// `concat a b` join several (with one name: that one and the layer before).
public struct NetworkSpecification: Sendable, Equatable {
  /// One layer and where its input comes from.
  public struct Node: Sendable, Equatable {
    /// Unique in the network: `conv1`.
    public let name: String
    /// The operation.
    public let layer: Layer
    /// Numbers of earlier nodes, or ``NetworkSpecification/input``.
    public let inputs: [Int]

    /// A node; its name must be unique and its inputs earlier ones.
    public init(name: String, layer: Layer, inputs: [Int]) {
      self.name = name
      self.layer = layer
      self.inputs = inputs
    }
  }

  /// Stands among a node's inputs for the picture that the network is given.
  public static let input = -1

  /// The layers, each behind those it takes its input from; the last is the network's output.
  public let nodes: [Node]

  /// A network of at least one node, each behind its inputs.
  public init(nodes: [Node]) throws(NetworkError) {
    guard !nodes.isEmpty else { throw .emptySpecification }
    var names: Set<String> = []
    for (number, node) in nodes.enumerated() {
      guard names.insert(node.name).inserted else { throw .duplicateName(node.name) }
      for input in node.inputs where input < NetworkSpecification.input || input >= number {
        throw .unknownInput("\(input)", layer: node.name)
      }
      guard !node.inputs.isEmpty else { throw .unknownInput("", layer: node.name) }
    }
    self.nodes = nodes
  }

  /// The number of the node called `name`; nil when there is none.
  public func index(of name: String) -> Int? { nodes.firstIndex { $0.name == name } }

  /// Whether the outputs are distances to fixed patterns, −½ of their squares.
  public var endsWithDistances: Bool {
    if case .radialBasis = nodes[nodes.count - 1].layer { true } else { false }
  }

  /// Whether the network, while its biases are 0, turns the negative of a picture into the negative of its outputs or
  /// of what is compared with patterns: tanh and means do, ReLU, sigmoid and the largest of a window do not.
  public var isOdd: Bool {
    nodes.allSatisfy { node in
      switch node.layer {
      case .activation(.tanh), .activation(.scaledTanh): true
      case .activation, .softmax: false
      case .pooling(let pooling): pooling.kind != .max
      default: true
      }
    }
  }

  /// Whether a layer takes mean and deviation over the pictures of a batch.
  package var normalizesBatches: Bool {
    nodes.contains { node in
      if case .batchNormalization = node.layer { true } else { false }
    }
  }

  /// The same network with `count` outputs: its last fully connected or radial basis layer changed.
  public func withOutputs(_ count: Int) -> NetworkSpecification {
    var nodes = nodes
    for index in nodes.indices.reversed() {
      guard let layer = nodes[index].layer.withOutputs(count) else { continue }
      nodes[index] = Node(name: nodes[index].name, layer: layer, inputs: nodes[index].inputs)
      break
    }
    return NetworkSpecification(checked: nodes)
  }

  init(checked nodes: [Node]) { self.nodes = nodes }

  /// The SPEC in one line: parsing it gives the same network.
  public var text: String {
    var counts: [String: Int] = [:]
    var words: [String] = []
    for (number, node) in nodes.enumerated() {
      counts[node.layer.word, default: 0] += 1
      let usual = "\(node.layer.word)\(counts[node.layer.word] ?? 0)"
      var text = node.name == usual ? "" : "\(node.name): "
      text += node.layer.text
      let names = node.inputs.map { $0 == NetworkSpecification.input ? "input" : nodes[$0].name }
      if node.layer.joinsInputs {
        text += " " + names.joined(separator: " ") + (names.count == 1 ? " \(names[0])" : "")
      } else if node.inputs != [number - 1] {
        text += " from \(names[0])"
      }
      words.append(text)
    }
    return words.joined(separator: " ")
  }
}
