import TextFormats

/// The content of a safetensors file: named tensors and text about them.
///
/// Eight bytes give the size of a JSON header (little-endian), the header gives each tensor's type, shape and place,
/// then come the tensors' bytes without gaps. Source: https://github.com/huggingface/safetensors, "Format".
public struct Safetensors: Sendable, Equatable {
  /// The header of the reference implementation has this limit too.
  static let headerLimit = 100_000_000
  static let metadataKey = "__metadata__"

  /// Text by key, sorted by key.
  public var metadata: [String: String]
  /// The tensors, in the order of their bytes.
  public var tensors: [Tensor]

  /// Content to be written.
  public init(metadata: [String: String] = [:], tensors: [Tensor]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  /// The tensor of a name; nil when there is none.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// The file's bytes: the same content gives the same bytes.
  public var encoded: [UInt8] {
    var members: [(String, JSONValue)] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
      members.append((Safetensors.metadataKey, .object(texts)))
    }
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.bytes.count
      members.append(
        (
          tensor.name,
          .object([
            ("dtype", .string(tensor.type.rawValue)),
            ("shape", .array(tensor.shape.map { .number($0) })),
            ("data_offsets", .array([.number(offset), .number(end)])),
          ])
        ))
      offset = end
    }
    var header = Array(JSONValue.object(members).compactText.utf8)
    // The data begin at a multiple of eight, so that a mapped file can be read in place.
    while !header.count.isMultiple(of: 8) { header.append(0x20) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + offset)
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: header.count >> (8 * shift))) }
    bytes += header
    for tensor in tensors { bytes += tensor.bytes }
    return bytes
  }

  /// True when a file of these first bytes can be one: a header's size within the limit and the brace that it begins with.
  static func begins(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count > 8 else { return false }
    let declared = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return declared <= UInt64(headerLimit) && [UInt8(ascii: "{"), UInt8(ascii: " ")].contains(bytes[8])
  }

  /// Reads a file's bytes; every inconsistency of the header is refused.
  public init(decoding bytes: [UInt8]) throws(SafetensorsError) {
    guard bytes.count >= 8 else { throw .truncated(found: bytes.count) }
    let declared = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard declared <= UInt64(Safetensors.headerLimit) else {
      throw .headerTooLarge(declared: declared, limit: Safetensors.headerLimit)
    }
    let size = Int(declared)
    guard size <= bytes.count - 8 else { throw .headerBeyondEnd(declared: size, available: bytes.count - 8) }
    let header: JSONValue
    do { header = try JSONValue(parsing: Array(bytes[8..<8 + size])) } catch { throw .headerNotJSON(error) }
    guard case .object(let members) = header else { throw .headerNotObject }

    let data = bytes[(8 + size)...]
    metadata = [:]
    var entries: [TensorEntry] = []
    for (name, value) in members {
      if name == Safetensors.metadataKey {
        metadata = try Safetensors.metadata(value)
      } else {
        entries.append(try TensorEntry(name, value, available: data.count))
      }
    }
    // Of tensors without bytes several may lie at one place.
    entries.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
    var covered = 0
    var last = ""
    for entry in entries {
      guard entry.begin >= covered else { throw .overlap(last, entry.name) }
      guard entry.begin == covered else { throw .gap(begin: covered, end: entry.begin) }
      covered = entry.end
      last = entry.name
    }
    guard covered == data.count else { throw .gap(begin: covered, end: data.count) }
    tensors = entries.map { entry in
      let start = data.startIndex
      return Tensor(
        name: entry.name, type: entry.type, shape: entry.shape,
        bytes: Array(data[start + entry.begin..<start + entry.end]))
    }
  }

  /// Metadata as the JSON of one object, for a file of another format.
  public static func json(_ metadata: [String: String]) -> [UInt8] {
    let texts = metadata.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
    return Array(JSONValue.object(texts).compactText.utf8)
  }

  /// The metadata that ``json(_:)`` wrote.
  public static func metadata(parsing json: [UInt8]) throws(SafetensorsError) -> [String: String] {
    let value: JSONValue
    do { value = try JSONValue(parsing: json) } catch { throw .headerNotJSON(error) }
    return try metadata(value)
  }

  private static func metadata(_ value: JSONValue) throws(SafetensorsError) -> [String: String] {
    guard case .object(let members) = value else { throw .malformedEntry(metadataKey, field: "texts") }
    var texts: [String: String] = [:]
    for (key, value) in members {
      guard case .string(let text) = value else { throw .metadataNotText(key) }
      texts[key] = text
    }
    return texts
  }
}
