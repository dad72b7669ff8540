/// What is wrong with a JSON text, and at which byte.
public enum JSONError: Error, Equatable, Sendable {
  /// Something else was expected at a byte; it names what.
  case unexpected(expected: String, offset: Int)
  /// The text ends too early.
  case unexpectedEnd(expected: String)
  /// Bytes that are not UTF-8.
  case invalidText(offset: Int)
  /// A key twice in one object.
  case duplicateKey(String, offset: Int)
  /// Arrays and objects within each other deeper than the limit.
  case tooDeep(limit: Int)
}

extension JSONError: CustomStringConvertible {
  /// One line: what was found, what was expected.
  public var description: String {
    switch self {
    case .unexpected(let expected, let offset): "expected \(expected) at byte \(offset)"
    case .unexpectedEnd(let expected): "ends where \(expected) is expected"
    case .invalidText(let offset): "no UTF-8 at byte \(offset)"
    case .duplicateKey(let key, let offset): "the key '\(key)' twice, again at byte \(offset)"
    case .tooDeep(let limit): "nested deeper than \(limit)"
    }
  }
}

extension JSONValue {
  /// Reads a JSON text strictly (RFC 8259): no comments, no trailing commas, no duplicate keys, nothing behind the end.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.parse()
  }

  /// The value of a key of an object; nil when this is none or has no such key.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0 == key }?.1
  }
}

/// Goes through the bytes of a JSON text once.
private struct JSONParser {
  static let depthLimit = 64

  let bytes: [UInt8]
  var position = 0
  var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func parse() throws(JSONError) -> JSONValue {
    let value = try parseValue()
    skipSpace()
    guard position == bytes.count else { throw .unexpected(expected: "the end", offset: position) }
    return value
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
  }

  private func failure(_ expected: String) -> JSONError {
    position < bytes.count ? .unexpected(expected: expected, offset: position) : .unexpectedEnd(expected: expected)
  }

  private mutating func take(_ letter: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: letter) else { return false }
    position += 1
    return true
  }

  private mutating func parseValue() throws(JSONError) -> JSONValue {
    skipSpace()
    guard position < bytes.count else { throw failure("a value") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .boolean(true))
    case UInt8(ascii: "f"): return try parseWord("false", .boolean(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    default: return try parseNumber()
    }
  }

  private mutating func parseWord(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let expected = Array(word.utf8)
    guard bytes[position...].prefix(expected.count).elementsEqual(expected) else { throw failure("a value") }
    position += expected.count
    return value
  }

  private mutating func enter() throws(JSONError) {
    position += 1
    depth += 1
    guard depth <= JSONParser.depthLimit else { throw .tooDeep(limit: JSONParser.depthLimit) }
  }

  private mutating func parseArray() throws(JSONError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var values: [JSONValue] = []
    if take("]") { return .array(values) }
    while true {
      values.append(try parseValue())
      if take("]") { return .array(values) }
      guard take(",") else { throw failure("',' or ']'") }
    }
  }

  private mutating func parseObject() throws(JSONError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var members: [(String, JSONValue)] = []
    var keys: Set<String> = []
    if take("}") { return .object(members) }
    while true {
      skipSpace()
      let start = position
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw failure("a key") }
      let key = try parseString()
      guard keys.insert(key).inserted else { throw .duplicateKey(key, offset: start) }
      guard take(":") else { throw failure("':'") }
      members.append((key, try parseValue()))
      if take("}") { return .object(members) }
      guard take(",") else { throw failure("',' or '}'") }
    }
  }

  private mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = position
    func isDigit() -> Bool { position < bytes.count && (0x30...0x39).contains(bytes[position]) }
    func isOne(of letters: String) -> Bool { position < bytes.count && letters.utf8.contains(bytes[position]) }
    if isOne(of: "-") { position += 1 }
    guard isDigit() else { throw failure("a value") }
    let startsWithZero = bytes[position] == 0x30
    position += 1
    if !startsWithZero { while isDigit() { position += 1 } }
    if isOne(of: ".") {
      position += 1
      guard isDigit() else { throw failure("a digit") }
      while isDigit() { position += 1 }
    }
    if isOne(of: "eE") {
      position += 1
      if isOne(of: "+-") { position += 1 }
      guard isDigit() else { throw failure("a digit") }
      while isDigit() { position += 1 }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw .unexpected(expected: "a number that a computer can hold", offset: start)
    }
    return .number(value)
  }

  private mutating func parseString() throws(JSONError) -> String {
    position += 1
    var text = ""
    while true {
      let start = position
      while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
        guard bytes[position] >= 0x20 else { throw failure("no control character in a string") }
        position += 1
      }
      guard let piece = String(validating: bytes[start..<position], as: UTF8.self) else {
        throw .invalidText(offset: start)
      }
      text += piece
      guard position < bytes.count else { throw failure("'\"'") }
      position += 1
      if bytes[position - 1] == UInt8(ascii: "\"") { return text }
      text.unicodeScalars.append(try parseEscape())
    }
  }

  private mutating func parseEscape() throws(JSONError) -> Unicode.Scalar {
    guard position < bytes.count else { throw failure("an escape") }
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try parseCodePoint()
    default:
      throw .unexpected(expected: "an escape", offset: position - 1)
    }
  }

  /// Four hexadecimal digits, or eight in two escapes for what lies beyond 0xFFFF.
  private mutating func parseCodePoint() throws(JSONError) -> Unicode.Scalar {
    let start = position
    let first = try parseHexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    if (0xD800..<0xDC00).contains(first), bytes[position...].prefix(2).elementsEqual("\\u".utf8) {
      position += 2
      let second = try parseHexadecimal()
      if (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw .unexpected(expected: "a whole surrogate pair", offset: start)
  }

  private mutating func parseHexadecimal() throws(JSONError) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ isHexadecimal($0) }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits") }
    position += 4
    return value
  }

  private func isHexadecimal(_ letter: UInt8) -> Bool {
    (0x30...0x39).contains(letter) || (0x41...0x46).contains(letter) || (0x61...0x66).contains(letter)
  }
}
