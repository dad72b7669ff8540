import CONNX
import ModelFiles

extension ONNXModel {
  static let library = "libprotobuf-c"
  static let package = "libprotobuf-c1"
  /// Memory that a model may take for each byte of its file, and at least.
  private static let memoryFactor = 8
  private static let memoryFloor = 64 << 20

  /// Reads a file's bytes.
  ///
  /// - Parameter external: gives the bytes of a file beside the model, for weights that lie there.
  /// - Throws: ``InterchangeError`` for damaged files, messages nested without end, and types without numbers.
  public init(
    decoding bytes: [UInt8], external: @escaping (String) throws(InterchangeError) -> [UInt8]
  ) throws(InterchangeError) {
    var read: UnsafeMutablePointer<Onnx__ModelProto>?
    let limit = max(ONNXModel.memoryFloor, bytes.count.multipliedReportingOverflow(by: ONNXModel.memoryFactor).0)
    switch bytes.withUnsafeBufferPointer({ connx_unpack($0.baseAddress, $0.count, limit, &read) }) {
    case CONNXDone: break
    case CONNXNoLibrary: throw .noLibrary(ONNXModel.library, package: ONNXModel.package)
    case CONNXTooDeep: throw .malformed(format: "ONNX", found: "messages nested more than 40 deep")
    case CONNXTooLarge: throw .tooLarge(part: "the model in memory", limit: "\(limit >> 20) MiB")
    default: throw .malformed(format: "ONNX", found: "no message of its schema")
    }
    guard let read else { throw .malformed(format: "ONNX", found: "no message of its schema") }
    defer { connx_free(read) }
    let model = read.pointee
    guard let graphPointer = model.graph else { throw .malformed(format: "ONNX", found: "it has no graph") }
    let graph = graphPointer.pointee
    version = Int(model.ir_version)
    producer = text(model.producer_name)
    opset = 0
    for element in pointees(model.opset_import, model.n_opset_import) where text(element.domain).isEmpty {
      opset = Int(clamping: element.version)
    }
    metadata = [:]
    for entry in pointees(model.metadata_props, model.n_metadata_props) {
      metadata[text(entry.key)] = text(entry.value)
    }
    name = text(graph.name)
    var tensors = TensorReader(external: external)
    constants = []
    for tensor in pointees(graph.initializer, graph.n_initializer) { constants.append(try tensors.tensor(tensor)) }
    nodes = []
    for node in pointees(graph.node, graph.n_node) { nodes.append(try ONNXModel.node(node, &tensors)) }
    let named = Set(constants.map(\.name))
    inputs = pointees(graph.input, graph.n_input).map(ONNXModel.value).filter { !named.contains($0.name) }
    outputs = pointees(graph.output, graph.n_output).map(ONNXModel.value)
  }

  private static func node(
    _ node: Onnx__NodeProto, _ tensors: inout TensorReader
  ) throws(InterchangeError) -> ONNXNode {
    var attributes: [String: ONNXAttribute] = [:]
    for attribute in pointees(node.attribute, node.n_attribute) {
      attributes[text(attribute.name)] = try value(of: attribute, &tensors)
    }
    let domain = text(node.domain)
    return ONNXNode(
      kind: domain.isEmpty || domain == "ai.onnx" ? text(node.op_type) : "\(domain).\(text(node.op_type))",
      name: text(node.name), inputs: texts(node.input, node.n_input), outputs: texts(node.output, node.n_output),
      attributes: attributes)
  }

  private static func value(
    of attribute: Onnx__AttributeProto, _ tensors: inout TensorReader
  ) throws(InterchangeError) -> ONNXAttribute {
    if attribute.has_i != 0 { return .integer(Int(attribute.i)) }
    if attribute.has_f != 0 { return .number(attribute.f) }
    if attribute.has_s != 0 { return .text(text(attribute.s)) }
    if let tensor = attribute.t { return .tensor(try tensors.tensor(tensor.pointee)) }
    if attribute.n_ints > 0 {
      return .integers(UnsafeBufferPointer(start: attribute.ints, count: attribute.n_ints).map { Int($0) })
    }
    if attribute.n_floats > 0 {
      return .numbers(Array(UnsafeBufferPointer(start: attribute.floats, count: attribute.n_floats)))
    }
    return attribute.has_type != 0 && attribute.type == ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INTS
      ? .integers([]) : .other
  }

  private static func value(_ info: Onnx__ValueInfoProto) -> ONNXValue {
    var shape: [ONNXValue.Side]?
    if let type = info.type?.pointee, type.value_case == ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE,
      let sizes = type.tensor_type?.pointee.shape?.pointee
    {
      shape = pointees(sizes.dim, sizes.n_dim).map { side in
        switch side.value_case {
        case ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE: .fixed(Int(side.dim_value))
        case ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM: .free(text(side.dim_param))
        default: .free("")
        }
      }
    }
    return ONNXValue(name: text(info.name), shape: shape)
  }
}

/// The messages behind an array of pointers.
func pointees<Message>(_ start: UnsafeMutablePointer<UnsafeMutablePointer<Message>?>?, _ count: Int) -> [Message] {
  UnsafeBufferPointer(start: start, count: count).compactMap { $0?.pointee }
}

private func texts(_ start: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int) -> [String] {
  UnsafeBufferPointer(start: start, count: count).map { text($0) }
}

/// A C string as text; empty where there is none.
func text(_ characters: UnsafePointer<CChar>?) -> String { characters.map { String(cString: $0) } ?? "" }

/// Bytes as text.
func text(_ data: ProtobufCBinaryData) -> String {
  String(decoding: UnsafeBufferPointer(start: data.data, count: data.len), as: UTF8.self)
}
