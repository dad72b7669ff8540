import CONNX
import ModelFiles

/// Reads the arrays of an ONNX file, those in files beside it too.
struct TensorReader {
  let external: (String) throws(InterchangeError) -> [UInt8]
  /// Files beside the model, each read once.
  private var files: [String: [UInt8]] = [:]

  init(external: @escaping (String) throws(InterchangeError) -> [UInt8]) { self.external = external }

  mutating func tensor(_ tensor: Onnx__TensorProto) throws(InterchangeError) -> Tensor {
    let name = text(tensor.name)
    let type = try elementType(tensor.data_type, name: name)
    var size = type.byteCount
    var shape: [Int] = []
    for side in UnsafeBufferPointer(start: tensor.dims, count: tensor.n_dims) {
      let (product, overflow) = size.multipliedReportingOverflow(by: Int(side))
      guard side >= 0, !overflow else { throw .malformed(format: "ONNX", found: "'\(name)' has impossible sizes") }
      shape.append(Int(side))
      size = product
    }
    let isExternal =
      tensor.has_data_location != 0 && tensor.data_location == ONNX__TENSOR_PROTO__DATA_LOCATION__EXTERNAL
    let bytes = isExternal ? try outside(tensor, name: name, size: size) : inside(tensor, type)
    guard bytes.count == size else {
      throw .malformed(format: "ONNX", found: "'\(name)' has \(bytes.count) bytes of data for \(size)")
    }
    return Tensor(name: name, type: type, shape: shape, bytes: bytes)
  }

  private func elementType(_ code: Int32, name: String) throws(InterchangeError) -> ElementType {
    switch code {
    case 1: .float32
    case 2: .unsigned8
    case 3: .signed8
    case 4: .unsigned16
    case 5: .signed16
    case 6: .signed32
    case 7: .signed64
    case 9: .boolean
    case 10: .float16
    case 11: .float64
    case 12: .unsigned32
    case 13: .unsigned64
    case 16: .brain16
    default: throw .unsupported(part: "the type of '\(name)'", found: "number \(code)", expected: "numbers")
    }
  }

  /// The data of the message itself: raw bytes, or a list of the kind that goes with the type.
  private func inside(_ tensor: Onnx__TensorProto, _ type: ElementType) -> [UInt8] {
    if tensor.has_raw_data != 0 {
      return Array(UnsafeBufferPointer(start: tensor.raw_data.data, count: tensor.raw_data.len))
    }
    switch type {
    case .float32: return bytes(tensor.float_data, tensor.n_float_data)
    case .float64: return bytes(tensor.double_data, tensor.n_double_data)
    case .signed64: return bytes(tensor.int64_data, tensor.n_int64_data)
    case .unsigned64: return bytes(tensor.uint64_data, tensor.n_uint64_data)
    case .unsigned32:
      let values = UnsafeBufferPointer(start: tensor.uint64_data, count: tensor.n_uint64_data)
      return values.flatMap { littleEndian($0, 4) }
    case .boolean, .unsigned8, .signed8, .unsigned16, .signed16, .float16, .brain16, .signed32:
      let values = UnsafeBufferPointer(start: tensor.int32_data, count: tensor.n_int32_data)
      return values.flatMap { littleEndian(UInt64(bitPattern: Int64($0)), type.byteCount) }
    }
  }

  private func bytes<Value>(_ start: UnsafeMutablePointer<Value>?, _ count: Int) -> [UInt8] {
    Array(UnsafeRawBufferPointer(UnsafeBufferPointer(start: start, count: count)))
  }

  private func littleEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }

  private mutating func outside(
    _ tensor: Onnx__TensorProto, name: String, size: Int
  ) throws(InterchangeError) -> [UInt8] {
    var entries: [String: String] = [:]
    for entry in pointees(tensor.external_data, tensor.n_external_data) { entries[text(entry.key)] = text(entry.value) }
    // A file beside the model, nowhere else: a model from outside must not read what it likes.
    guard let location = entries["location"], !location.isEmpty, !location.hasPrefix("/"),
      !location.split(separator: "/").contains("..")
    else {
      throw .unsupported(
        part: "the place of '\(name)'", found: "'\(entries["location"] ?? "")'", expected: "a file beside the model")
    }
    if files[location] == nil { files[location] = try external(location) }
    let file = files[location] ?? []
    guard let offset = Int(entries["offset"] ?? "0"), let length = Int(entries["length"] ?? "\(size)"), offset >= 0,
      length >= 0, offset <= file.count, length <= file.count - offset
    else { throw .malformed(format: "ONNX", found: "'\(name)' lies beyond the \(file.count) bytes of \(location)") }
    return Array(file[offset..<offset + length])
  }
}
