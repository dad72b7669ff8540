import CONNX
import ModelFiles

extension ONNXModel {
  /// The bytes of the model: the same model gives the same bytes.
  ///
  /// - Throws: ``InterchangeError/noLibrary(_:package:)``.
  public func encoded() throws(InterchangeError) -> [UInt8] {
    guard connx_load() != 0 else { throw .noLibrary(ONNXModel.library, package: ONNXModel.package) }
    var arena = MessageArena()
    defer { arena.release() }
    let message = arena.model(self)
    var size = 0
    return [UInt8](unsafeUninitializedCapacity: onnx__model_proto__get_packed_size(message)) { buffer, count in
      size = onnx__model_proto__pack(message, buffer.baseAddress)
      count = size
    }
  }
}

/// Memory of the messages while a model is written; released at once.
private struct MessageArena {
  private var blocks: [UnsafeMutableRawPointer] = []

  mutating func release() {
    for block in blocks { block.deallocate() }
    blocks = []
  }

  private mutating func array<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    memory.initialize(from: elements, count: elements.count)
    blocks.append(UnsafeMutableRawPointer(memory))
    return memory
  }

  private mutating func new<Message>(
    _ initialize: (UnsafeMutablePointer<Message>?) -> Void
  ) -> UnsafeMutablePointer<Message> {
    let memory = UnsafeMutablePointer<Message>.allocate(capacity: 1)
    initialize(memory)
    blocks.append(UnsafeMutableRawPointer(memory))
    return memory
  }

  private mutating func text(_ text: String) -> UnsafeMutablePointer<CChar> { array(Array(text.utf8CString)) }

  private mutating func list<Value, Message>(
    _ values: [Value], _ message: (inout MessageArena, Value) -> UnsafeMutablePointer<Message>
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<Message>?> {
    var pointers: [UnsafeMutablePointer<Message>?] = []
    for value in values { pointers.append(message(&self, value)) }
    return array(pointers)
  }

  mutating func model(_ model: ONNXModel) -> UnsafeMutablePointer<Onnx__ModelProto> {
    let message: UnsafeMutablePointer<Onnx__ModelProto> = new(onnx__model_proto__init)
    message.pointee.has_ir_version = 1
    message.pointee.ir_version = Int64(model.version)
    message.pointee.producer_name = text(model.producer)
    message.pointee.n_opset_import = 1
    message.pointee.opset_import = list([model.opset]) { arena, opset in
      let message: UnsafeMutablePointer<Onnx__OperatorSetIdProto> = arena.new(onnx__operator_set_id_proto__init)
      message.pointee.domain = arena.text("")
      message.pointee.has_version = 1
      message.pointee.version = Int64(opset)
      return message
    }
    let metadata = model.metadata.sorted { $0.key < $1.key }
    message.pointee.n_metadata_props = metadata.count
    message.pointee.metadata_props = list(metadata) { arena, entry in
      let message: UnsafeMutablePointer<Onnx__StringStringEntryProto> = arena.new(
        onnx__string_string_entry_proto__init)
      message.pointee.key = arena.text(entry.key)
      message.pointee.value = arena.text(entry.value)
      return message
    }
    message.pointee.graph = graph(model)
    return message
  }

  private mutating func graph(_ model: ONNXModel) -> UnsafeMutablePointer<Onnx__GraphProto> {
    let message: UnsafeMutablePointer<Onnx__GraphProto> = new(onnx__graph_proto__init)
    message.pointee.name = text(model.name)
    message.pointee.n_node = model.nodes.count
    message.pointee.node = list(model.nodes) { arena, node in arena.node(node) }
    message.pointee.n_initializer = model.constants.count
    message.pointee.initializer = list(model.constants) { arena, tensor in arena.tensor(tensor) }
    message.pointee.n_input = model.inputs.count
    message.pointee.input = list(model.inputs) { arena, value in arena.value(value) }
    message.pointee.n_output = model.outputs.count
    message.pointee.output = list(model.outputs) { arena, value in arena.value(value) }
    return message
  }

  private mutating func node(_ node: ONNXNode) -> UnsafeMutablePointer<Onnx__NodeProto> {
    let message: UnsafeMutablePointer<Onnx__NodeProto> = new(onnx__node_proto__init)
    message.pointee.op_type = text(node.kind)
    message.pointee.name = text(node.name)
    message.pointee.n_input = node.inputs.count
    message.pointee.input = array(node.inputs.map { text($0) as UnsafeMutablePointer<CChar>? })
    message.pointee.n_output = node.outputs.count
    message.pointee.output = array(node.outputs.map { text($0) as UnsafeMutablePointer<CChar>? })
    let attributes = node.attributes.sorted { $0.key < $1.key }
    message.pointee.n_attribute = attributes.count
    message.pointee.attribute = list(attributes) { arena, entry in arena.attribute(entry.key, entry.value) }
    return message
  }

  private mutating func attribute(
    _ name: String, _ value: ONNXAttribute
  ) -> UnsafeMutablePointer<Onnx__AttributeProto> {
    let message: UnsafeMutablePointer<Onnx__AttributeProto> = new(onnx__attribute_proto__init)
    message.pointee.name = text(name)
    message.pointee.has_type = 1
    switch value {
    case .integer(let value):
      message.pointee.type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INT
      message.pointee.has_i = 1
      message.pointee.i = Int64(value)
    case .number(let value):
      message.pointee.type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__FLOAT
      message.pointee.has_f = 1
      message.pointee.f = value
    case .text(let value):
      let bytes = Array(value.utf8)
      message.pointee.type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__STRING
      message.pointee.has_s = 1
      message.pointee.s = ProtobufCBinaryData(len: bytes.count, data: array(bytes))
    case .integers(let values):
      message.pointee.type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INTS
      message.pointee.n_ints = values.count
      message.pointee.ints = array(values.map { Int64($0) })
    case .numbers(let values):
      message.pointee.type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__FLOATS
      message.pointee.n_floats = values.count
      message.pointee.floats = array(values)
    case .tensor(let value):
      message.pointee.type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__TENSOR
      message.pointee.t = tensor(value)
    case .other:
      message.pointee.type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__UNDEFINED
    }
    return message
  }

  private mutating func tensor(_ tensor: Tensor) -> UnsafeMutablePointer<Onnx__TensorProto> {
    let message: UnsafeMutablePointer<Onnx__TensorProto> = new(onnx__tensor_proto__init)
    message.pointee.name = text(tensor.name)
    message.pointee.n_dims = tensor.shape.count
    message.pointee.dims = array(tensor.shape.map { Int64($0) })
    message.pointee.has_data_type = 1
    message.pointee.data_type = code(tensor.type)
    message.pointee.has_raw_data = 1
    message.pointee.raw_data = ProtobufCBinaryData(len: tensor.bytes.count, data: array(tensor.bytes))
    return message
  }

  private func code(_ type: ElementType) -> Int32 {
    switch type {
    case .float32: 1
    case .unsigned8: 2
    case .signed8: 3
    case .unsigned16: 4
    case .signed16: 5
    case .signed32: 6
    case .signed64: 7
    case .boolean: 9
    case .float16: 10
    case .float64: 11
    case .unsigned32: 12
    case .unsigned64: 13
    case .brain16: 16
    }
  }

  private mutating func value(_ value: ONNXValue) -> UnsafeMutablePointer<Onnx__ValueInfoProto> {
    let message: UnsafeMutablePointer<Onnx__ValueInfoProto> = new(onnx__value_info_proto__init)
    message.pointee.name = text(value.name)
    let type: UnsafeMutablePointer<Onnx__TypeProto> = new(onnx__type_proto__init)
    let tensor: UnsafeMutablePointer<Onnx__TypeProto__Tensor> = new(onnx__type_proto__tensor__init)
    tensor.pointee.has_elem_type = 1
    tensor.pointee.elem_type = 1
    if let sides = value.shape {
      let shape: UnsafeMutablePointer<Onnx__TensorShapeProto> = new(onnx__tensor_shape_proto__init)
      shape.pointee.n_dim = sides.count
      shape.pointee.dim = list(sides) { arena, side in
        let message: UnsafeMutablePointer<Onnx__TensorShapeProto__Dimension> = arena.new(
          onnx__tensor_shape_proto__dimension__init)
        switch side {
        case .fixed(let size):
          message.pointee.value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE
          message.pointee.dim_value = Int64(size)
        case .free(let name):
          message.pointee.value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM
          message.pointee.dim_param = arena.text(name)
        }
        return message
      }
      tensor.pointee.shape = shape
    }
    type.pointee.value_case = ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE
    type.pointee.tensor_type = tensor
    message.pointee.type = type
    return message
  }
}
