import ModelFiles

/// What an ONNX file says, as plain values: a graph of operators with its constants.
///
/// Source: the ONNX specification, IR.md, and Debian's `onnx.proto`, from which the reader is generated.
public struct ONNXModel: Sendable, Equatable {
  /// The newest opset that Debian's checker and every runtime of the last years know.
  public static let writtenOpset = 13
  /// The version of the format that goes with it.
  public static let writtenVersion = 7

  /// The version of the file format.
  public var version: Int
  /// The version of the operators of the standard domain.
  public var opset: Int
  /// The program that wrote it.
  public var producer: String
  /// Text by key.
  public var metadata: [String: String]
  /// The graph's name.
  public var name: String
  /// The operators, each behind those it takes its inputs from.
  public var nodes: [ONNXNode]
  /// The constants: weights, and shapes for `Reshape`.
  public var constants: [Tensor]
  /// What the graph is given, constants left out.
  public var inputs: [ONNXValue]
  /// What the graph gives.
  public var outputs: [ONNXValue]

  /// A model to be written.
  public init(
    name: String, producer: String, metadata: [String: String], nodes: [ONNXNode], constants: [Tensor],
    inputs: [ONNXValue], outputs: [ONNXValue]
  ) {
    version = ONNXModel.writtenVersion
    opset = ONNXModel.writtenOpset
    self.producer = producer
    self.metadata = metadata
    self.name = name
    self.nodes = nodes
    self.constants = constants
    self.inputs = inputs
    self.outputs = outputs
  }
}

/// One operator of a graph.
public struct ONNXNode: Sendable, Equatable {
  /// The operator: `Conv`.
  public var kind: String
  /// The node's own name; may be empty.
  public var name: String
  /// Names of values and constants; an empty one stands for an input left out.
  public var inputs: [String]
  /// Names of the values that it makes.
  public var outputs: [String]
  /// Its settings, by name.
  public var attributes: [String: ONNXAttribute]

  /// An operator with one output.
  public init(
    _ kind: String, name: String, inputs: [String], output: String, attributes: [String: ONNXAttribute] = [:]
  ) {
    self.kind = kind
    self.name = name
    self.inputs = inputs
    outputs = [output]
    self.attributes = attributes
  }

  init(kind: String, name: String, inputs: [String], outputs: [String], attributes: [String: ONNXAttribute]) {
    self.kind = kind
    self.name = name
    self.inputs = inputs
    self.outputs = outputs
    self.attributes = attributes
  }
}

/// A setting of an operator.
public enum ONNXAttribute: Sendable, Equatable {
  /// A whole number.
  case integer(Int)
  /// A number of single precision.
  case number(Float)
  /// Text.
  case text(String)
  /// Several whole numbers.
  case integers([Int])
  /// Several numbers.
  case numbers([Float])
  /// An array.
  case tensor(Tensor)
  /// A kind that no operator of ours has, as a graph.
  case other
}

/// An input or output of a graph.
public struct ONNXValue: Sendable, Equatable {
  /// One size of its shape.
  public enum Side: Sendable, Equatable {
    /// A fixed size.
    case fixed(Int)
    /// Any size, under a name: `batch`.
    case free(String)
  }

  /// The value's name.
  public var name: String
  /// Its sizes; nil where the file does not say.
  public var shape: [Side]?

  /// A value of single precision.
  public init(_ name: String, shape: [Side]) {
    self.name = name
    self.shape = shape
  }

  init(name: String, shape: [Side]?) {
    self.name = name
    self.shape = shape
  }
}
