import TextFormats

/// What can be wrong with a safetensors file; each case carries what was found. The wording is its `description`.
public enum SafetensorsError: Error, Equatable, Sendable {
  /// The file is shorter than the eight bytes that give the header's size.
  case truncated(found: Int)
  /// The header is said to be larger than any header may be.
  case headerTooLarge(declared: UInt64, limit: Int)
  /// The header is said to reach beyond the end of the file.
  case headerBeyondEnd(declared: Int, available: Int)
  /// The header is no JSON.
  case headerNotJSON(JSONError)
  /// The header is JSON, but not an object.
  case headerNotObject
  /// An entry of `__metadata__` is not text.
  case metadataNotText(String)
  /// A tensor's entry lacks its type, shape or offsets, or they are not of the right kind.
  case malformedEntry(String, field: String)
  /// A tensor of a type that safetensors does not have, or that is not read here.
  case unknownType(String, found: String)
  /// A tensor whose shape and type do not need the bytes that its offsets span.
  case sizeMismatch(String, expected: Int?, found: Int)
  /// A tensor that lies partly outside of the data.
  case outOfBounds(String, begin: Int, end: Int, available: Int)
  /// Two tensors share bytes.
  case overlap(String, String)
  /// Bytes that belong to no tensor.
  case gap(begin: Int, end: Int)
  /// A tensor of another type than needed.
  case wrongType(String, found: ElementType, expected: ElementType)
}

extension SafetensorsError: CustomStringConvertible {
  /// One line without the file's name: what was found, what was expected.
  public var description: String {
    switch self {
    case .truncated(let found):
      "not a safetensors file: \(found) bytes, expected at least 8 and a header"
    case .headerTooLarge(let declared, let limit):
      "not a safetensors file: its header is said to have \(declared) bytes, the limit is \(limit)"
    case .headerBeyondEnd(let declared, let available):
      "truncated: its header is said to have \(declared) bytes, \(available) are there"
    case .headerNotJSON(let error):
      "not a safetensors file: its header is no JSON (\(error))"
    case .headerNotObject:
      "not a safetensors file: its header is no JSON object"
    case .metadataNotText(let key):
      "damaged header: the metadata '\(key)' is not text"
    case .malformedEntry(let name, let field):
      "damaged header: the tensor '\(name)' has no valid \(field)"
    case .unknownType(let name, let found):
      "the tensor '\(name)' is of type \(found); known: \(ElementType.allCases.map(\.rawValue).joined(separator: ", "))"
    case .sizeMismatch(let name, let expected, let found):
      "damaged header: the tensor '\(name)' spans \(found) bytes, "
        + (expected.map { "its shape and type need \($0)" } ?? "its shape needs more than any file can hold")
    case .outOfBounds(let name, let begin, let end, let available):
      "truncated: the tensor '\(name)' spans the bytes \(begin) to \(end), but there are \(available)"
    case .overlap(let first, let second):
      "damaged header: the tensors '\(first)' and '\(second)' overlap"
    case .gap(let begin, let end):
      "damaged header: the bytes \(begin) to \(end) belong to no tensor"
    case .wrongType(let name, let found, let expected):
      "the tensor '\(name)' is of type \(found.rawValue), expected \(expected.rawValue)"
    }
  }
}
