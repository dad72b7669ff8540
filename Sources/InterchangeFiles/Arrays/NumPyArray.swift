import ModelFiles

/// One array as NumPy saves it (`.npy`), format versions 1 to 3.
///
/// Source: NumPy Enhancement Proposal 1.
public enum NumPyArray {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The bytes of an array: version 1, little-endian, C order; the data begin at a multiple of 64.
  public static func encode(_ tensor: Tensor) -> [UInt8] {
    let sizes = tensor.shape.map { "\($0)" }
    let shape = sizes.count == 1 ? "(\(sizes[0]),)" : "(\(sizes.joined(separator: ", ")))"
    var header = Array(
      "{'descr': '\(descriptor(tensor.type))', 'fortran_order': False, 'shape': \(shape), }".utf8)
    let used = magic.count + 4 + header.count + 1
    header += [UInt8](repeating: 0x20, count: (64 - used % 64) % 64) + [0x0A]
    return magic + [1, 0, UInt8(header.count & 255), UInt8(header.count >> 8)] + header + tensor.bytes
  }

  /// An array from its bytes, in C order and little-endian whatever the file had.
  ///
  /// - Throws: ``InterchangeError`` for damaged headers, types without numbers, and sizes that the bytes do not fill.
  public static func decode(_ bytes: [UInt8], name: String) throws(InterchangeError) -> Tensor {
    func malformed(_ found: String) -> InterchangeError { .malformed(format: "NumPy", found: "\(name): \(found)") }
    guard bytes.count >= 10, bytes.starts(with: magic) else { throw malformed("it does not begin as an array") }
    guard (1...3).contains(bytes[6]) else { throw malformed("format version \(bytes[6])") }
    let wide = bytes[6] > 1
    let start = wide ? 12 : 10
    guard bytes.count >= start else { throw malformed("it ends within its header") }
    let length = (0..<start - 8).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    guard length <= bytes.count - start else { throw malformed("its header ends beyond the file") }
    let text = String(decoding: bytes[start..<start + length], as: UTF8.self)
    guard let header = NumPyHeader(text) else { throw malformed("a header that is no array's") }
    guard let (type, isSwapped) = elementType(header.descriptor) else {
      throw .unsupported(
        part: "the type of '\(name)'", found: "'\(header.descriptor.prefix(20))'",
        expected: "numbers, as '<f4', '<f8' or '<i8'")
    }
    var size = type.byteCount
    for side in header.shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: side)
      guard !overflow else { throw malformed("sizes that no file can hold") }
      size = product
    }
    guard size == bytes.count - start - length else {
      throw malformed("\(bytes.count - start - length) bytes of data for \(size)")
    }
    var data = Array(bytes[(start + length)...])
    if isSwapped { swapBytes(&data, of: type.byteCount) }
    if header.isFortranOrder, header.shape.count > 1 {
      data = reordered(data, shape: header.shape, element: type.byteCount)
    }
    return Tensor(name: name, type: type, shape: header.shape, bytes: data)
  }

  private static func descriptor(_ type: ElementType) -> String {
    switch type {
    case .boolean: "|b1"
    case .unsigned8: "|u1"
    case .signed8: "|i1"
    case .unsigned16: "<u2"
    case .signed16: "<i2"
    case .float16: "<f2"
    // NumPy has no such type: the bits go as they are.
    case .brain16: "<u2"
    case .unsigned32: "<u4"
    case .signed32: "<i4"
    case .float32: "<f4"
    case .unsigned64: "<u8"
    case .signed64: "<i8"
    case .float64: "<f8"
    }
  }

  private static func elementType(_ descriptor: String) -> (ElementType, isSwapped: Bool)? {
    guard let order = descriptor.first, "<>|=".contains(order) else { return nil }
    let types: [String: ElementType] = [
      "b1": .boolean, "u1": .unsigned8, "i1": .signed8, "u2": .unsigned16, "i2": .signed16, "f2": .float16,
      "u4": .unsigned32, "i4": .signed32, "f4": .float32, "u8": .unsigned64, "i8": .signed64, "f8": .float64,
    ]
    return types[String(descriptor.dropFirst())].map { ($0, order == ">" && $0.byteCount > 1) }
  }

  private static func swapBytes(_ data: inout [UInt8], of size: Int) {
    for start in stride(from: 0, to: data.count, by: size) { data[start..<start + size].reverse() }
  }

  /// Elements whose first index runs fastest, put so that the last does.
  private static func reordered(_ data: [UInt8], shape: [Int], element: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(data.count)
    var strides: [Int] = []
    var step = 1
    for side in shape {
      strides.append(step)
      step *= side
    }
    var index = [Int](repeating: 0, count: shape.count)
    for _ in 0..<data.count / element {
      let place = zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 } * element
      result += data[place..<place + element]
      for axis in shape.indices.reversed() {
        index[axis] += 1
        if index[axis] < shape[axis] { break }
        index[axis] = 0
      }
    }
    return result
  }
}
