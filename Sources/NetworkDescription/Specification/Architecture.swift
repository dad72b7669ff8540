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
    var fields: [Size] = []
    var steps: [Size] = []
    var rows: [Row] = []
    for (index, node) in specification.nodes.enumerated() {
      var field = Size(width: 1, height: 1)
      var step = field
      for source in node.inputs where source != NetworkSpecification.input {
        field = larger(field, fields[source])
        step = larger(step, steps[source])
      }
      let shape = inputShape(index)
      let (reach, stride) = reach(of: node.layer, on: shape)
      field = Size(width: field.width + reach.width * step.width, height: field.height + reach.height * step.height)
      step = Size(width: step.width * stride.width, height: step.height * stride.height)
      fields.append(field)
      steps.append(step)
      rows.append(
        Row(
          name: node.name, layer: node.layer.text, output: shapes[index],
          parameters: parameters[parameterRanges[index]].reduce(0) { $0 + $1.learned },
          multiplyAdds: node.layer.multiplyAdds(shape, shapes[index]), receptiveField: field))
    }
    return rows
  }

  /// How far a layer's window reaches beyond one value, and its step.
  private func reach(of layer: Layer, on shape: Shape) -> (Size, Size) {
    let one = Size(width: 1, height: 1)
    switch layer {
    case .convolution(let layer):
      let reach = Size(
        width: layer.dilation * (layer.kernel.width - 1), height: layer.dilation * (layer.kernel.height - 1))
      return (reach, Size(width: layer.stride, height: layer.stride))
    case .pooling(let layer):
      let window = layer.window(on: shape)
      return (Size(width: window.width - 1, height: window.height - 1), layer.step(on: shape))
    case .subsampling(let layer):
      return (
        Size(width: layer.window - 1, height: layer.window - 1), Size(width: layer.window, height: layer.window)
      )
    case .fullyConnected, .flatten, .radialBasis:
      return (Size(width: shape.width - 1, height: shape.height - 1), one)
    default: return (Size(width: 0, height: 0), one)
    }
  }

  private func larger(_ first: Size, _ second: Size) -> Size {
    Size(width: max(first.width, second.width), height: max(first.height, second.height))
  }
}
