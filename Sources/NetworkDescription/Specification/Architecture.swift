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

  /// Works out all shapes; throws the layer and the sizes that do not fit.
  public init(_ specification: NetworkSpecification, input: Shape) throws(NetworkError) {
    var shapes: [Shape] = []
    var parameters: [ParameterDescription] = []
    var ranges: [Range<Int>] = []
    for node in specification.nodes {
      var inputs: [Shape] = []
      for source in node.inputs { inputs.append(source == NetworkSpecification.input ? input : shapes[source]) }
      shapes.append(try node.layer.outputShape(inputs, name: node.name))
      let start = parameters.count
      parameters += node.layer.parameters(inputs[0], name: node.name)
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
  public var multiplyAdds: Int { rows.reduce(0) { $0 + $1.multiplyAdds } }

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
