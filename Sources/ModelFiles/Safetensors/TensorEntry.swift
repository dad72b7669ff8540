import TextFormats

/// One tensor of a safetensors header, checked by itself: its shape, type and offsets agree and lie in the data.
struct TensorEntry {
  let name: String
  let type: ElementType
  let shape: [Int]
  let begin: Int
  let end: Int

  init(_ name: String, _ value: JSONValue, available: Int) throws(SafetensorsError) {
    guard case .string(let typeName) = value["dtype"] else { throw .malformedEntry(name, field: "dtype") }
    guard let type = ElementType(rawValue: typeName) else { throw .unknownType(name, found: typeName) }
    guard let shape = TensorEntry.wholeNumbers(value["shape"]) else { throw .malformedEntry(name, field: "shape") }
    guard let offsets = TensorEntry.wholeNumbers(value["data_offsets"]), offsets.count == 2, offsets[0] <= offsets[1]
    else { throw .malformedEntry(name, field: "data_offsets") }
    var size: Int? = type.byteCount
    for dimension in shape {
      let product = size?.multipliedReportingOverflow(by: dimension)
      size = product.flatMap { $0.overflow ? nil : $0.partialValue }
    }
    let found = offsets[1] - offsets[0]
    guard size == found else { throw .sizeMismatch(name, expected: size, found: found) }
    guard offsets[1] <= available else {
      throw .outOfBounds(name, begin: offsets[0], end: offsets[1], available: available)
    }
    self.name = name
    self.type = type
    self.shape = shape
    begin = offsets[0]
    end = offsets[1]
  }

  /// An array of numbers from 0 to 2⁵³, beyond which JSON's numbers have gaps.
  private static func wholeNumbers(_ value: JSONValue?) -> [Int]? {
    guard case .array(let elements) = value else { return nil }
    var numbers: [Int] = []
    for element in elements {
      guard case .number(let number) = element, number >= 0, number <= 0x1p53, number == number.rounded() else {
        return nil
      }
      numbers.append(Int(number))
    }
    return numbers
  }
}
