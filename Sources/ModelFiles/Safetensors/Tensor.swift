/// The type of a stored tensor's elements, by the name that safetensors gives it.
public enum ElementType: String, Sendable, CaseIterable {
  /// One byte, 0 or 1.
  case boolean = "BOOL"
  /// Unsigned, 8 bits.
  case unsigned8 = "U8"
  /// Signed, 8 bits.
  case signed8 = "I8"
  /// Unsigned, 16 bits.
  case unsigned16 = "U16"
  /// Signed, 16 bits.
  case signed16 = "I16"
  /// Half precision.
  case float16 = "F16"
  /// The upper half of single precision.
  case brain16 = "BF16"
  /// Unsigned, 32 bits.
  case unsigned32 = "U32"
  /// Signed, 32 bits.
  case signed32 = "I32"
  /// Single precision.
  case float32 = "F32"
  /// Unsigned, 64 bits.
  case unsigned64 = "U64"
  /// Signed, 64 bits.
  case signed64 = "I64"
  /// Double precision.
  case float64 = "F64"

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .boolean, .unsigned8, .signed8: 1
    case .unsigned16, .signed16, .float16, .brain16: 2
    case .unsigned32, .signed32, .float32: 4
    case .unsigned64, .signed64, .float64: 8
    }
  }
}

/// An array of numbers with a name and a shape, as it lies in a file: little-endian, the last dimension the fastest.
public struct Tensor: Sendable, Equatable {
  /// What it is called: `conv1.weight`.
  public let name: String
  /// What its elements are.
  public let type: ElementType
  /// Its sizes; none for a single number.
  public let shape: [Int]
  /// Its elements' bytes.
  public let bytes: [UInt8]

  /// A tensor of raw bytes, which must fill its shape.
  public init(name: String, type: ElementType, shape: [Int], bytes: [UInt8]) {
    precondition(bytes.count == shape.reduce(type.byteCount, *), "the bytes fill the shape")
    self.name = name
    self.type = type
    self.shape = shape
    self.bytes = bytes
  }

  /// A tensor of single precision.
  public init(name: String, shape: [Int], values: [Float]) {
    let bytes = [UInt8](unsafeUninitializedCapacity: 4 * values.count) { bytes, count in
      for (index, value) in values.enumerated() {
        UnsafeMutableRawBufferPointer(bytes).storeBytes(
          of: value.bitPattern.littleEndian, toByteOffset: 4 * index, as: UInt32.self)
      }
      count = 4 * values.count
    }
    self.init(name: name, type: .float32, shape: shape, bytes: bytes)
  }
}
