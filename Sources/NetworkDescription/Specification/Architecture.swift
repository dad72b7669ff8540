import ConvolutionCore

/// A network for pictures of one size: every layer's shape, parameters and cost.
public struct Architecture: Sendable, Equatable {
  /// One line of the table that `cnnlab arch` prints.
  public struct Row: Sendable, Equatable {
    /// The layer's name: `conv1`.
    public let name: String
    /// The layer as a SPEC writes it.
    public let layer: String
    /// The shape behind it.
    public let output: Shape
    /// Numbers it learns.
    public let parameters: Int
    /// Multiply-adds of one forward pass of one picture.
    public let multiplyAdds: Int
    /// The part of the picture that one of its values sees.
    public let receptiveField: Size
  }

  /// The layers.
  public let specification: NetworkSpecification
  /// The pictures' shape.
  public let input: Shape
  /// The shape behind each node.
  public let shapes: [Shape]
  /// Every learned or measured array, in the order of the nodes.
  public let parameters: [ParameterDescription]
  /// Where each node's arrays stand in ``parameters``.
  package let parameterRanges: [Range<Int>]

  /// The most numbers that a network may learn, and the most values that a layer may have for one picture: 4 GB each.
  public static let largestCount = 1_000_000_000

  /// Works out all shapes; allocates nothing of their size.
  /// - Throws: `NetworkError` naming the layer and the sizes that do not fit, or that are more than ``largestCount``.
  public init(_ specification: NetworkSpecification, input: Shape) throws(NetworkError) {
    guard input.channels > 0, input.height > 0, input.width > 0,
      input.count(upTo: Architecture.largestCount) != nil
    else { throw .tooLarge(layer: "The input", what: "values", found: input.text, limit: Architecture.largestCount) }
    var learned = 0
    var shapes: [Shape] = []
    var parameters: [ParameterDescription] = []
    var ranges: [Range<Int>] = []
    for node in specification.nodes {
      var inputs: [Shape] = []
      for source in node.inputs { inputs.append(source == NetworkSpecification.input ? input : shapes[source]) }
      let output = try node.layer.outputShape(inputs, name: node.name)
      guard output.count(upTo: Architecture.largestCount) != nil else {
        throw .tooLarge(layer: node.name, what: "values", found: output.text, limit: Architecture.largestCount)
      }
      shapes.append(output)
      let start = parameters.count
      for parameter in node.layer.parameters(inputs[0], name: node.name) {
        guard let count = limitedProduct(parameter.shape, upTo: Architecture.largestCount - learned) else {
          let sizes = parameter.shape.map { "\($0)" }.joined(separator: "×")
          throw .tooLarge(layer: node.name, what: "weights", found: sizes, limit: Architecture.largestCount)
        }
        learned += count
        parameters.append(parameter)
      }
      ranges.append(start..<parameters.count)
    }
    self.specification = specification
    self.input = input
    self.shapes = shapes
    self.parameters = parameters
    parameterRanges = ranges
  }

  /// The arrays of node `index`, in order.
  public func parameters(of index: Int) -> [ParameterDescription] { Array(parameters[parameterRanges[index]]) }

  /// The shape behind the last layer.
  public var output: Shape { shapes[shapes.count - 1] }

  /// Numbers that the network learns.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.learned } }

  /// Multiply-adds of one forward pass of one picture.
  public var multiplyAdds: Int {
    rows.reduce(0) { sum, row in
      let (next, overflows) = sum.addingReportingOverflow(row.multiplyAdds)
      return overflows ? Int.max : next
    }
  }

  /// The shape before input `position` of node `index`.
  public func inputShape(_ index: Int, _ position: Int = 0) -> Shape {
    let source = specification.nodes[index].inputs[position]
    return source == NetworkSpecification.input ? input : shapes[source]
  }

  /// The layers in order, with their shapes and costs.
  public var rows: [Row] {
    let fields = receptiveFields
    var rows: [Row] = []
    for (index, node) in specification.nodes.enumerated() {
      rows.append(
        Row(
          name: node.name, layer: node.layer.text, output: shapes[index],
          parameters: parameters[parameterRanges[index]].reduce(0) { $0 + $1.learned },
          multiplyAdds: node.layer.multiplyAdds(inputShape(index), shapes[index]), receptiveField: fields[index].size))
    }
    return rows
  }
}
