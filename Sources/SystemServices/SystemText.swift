// Names of files are bytes to the system, and not always UTF-8. Here they become text that any code can carry, compare
// and cut, and from which the same bytes come back: a byte that is no UTF-8 becomes the private character
// U+10F700 + byte, much as Python's "surrogateescape" does it (PEP 383).

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

private let escapeBase: UInt32 = 0x10F700

/// The text of bytes that the system gave: a file's name, an argument, an environment variable.
///
/// ``systemBytes(_:)`` gives the same bytes back, whatever they are.
public func systemText(_ bytes: some Collection<UInt8>) -> String {
  let bytes = Array(bytes)
  // 0xF4 begins the escapes themselves: where a name holds such a character, it is kept byte by byte.
  if !bytes.contains(0xF4), let text = String(validating: bytes, as: UTF8.self) { return text }
  var text = ""
  var position = 0
  while position < bytes.count {
    let length = sequenceLength(bytes, position)
    if length > 0, let piece = String(validating: bytes[position..<position + length], as: UTF8.self),
      escapedByte(piece.unicodeScalars.first) == nil
    {
      text += piece
      position += length
    } else {
      text.unicodeScalars.append(escape(bytes[position]))
      position += 1
    }
  }
  return text
}

/// The text of a C string that the system gave.
public func systemText(_ pointer: UnsafePointer<CChar>) -> String {
  systemText(
    UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
}

/// The bytes that the system knows the text by: the inverse of ``systemText(_:)``.
public func systemBytes(_ text: String) -> [UInt8] {
  guard text.utf8.contains(0xF4) else { return Array(text.utf8) }
  var bytes: [UInt8] = []
  for scalar in text.unicodeScalars {
    if let byte = escapedByte(scalar) {
      bytes.append(byte)
    } else {
      bytes.append(contentsOf: Array(String(scalar).utf8))
    }
  }
  return bytes
}

/// Calls `body` with the path as the system takes it.
public func withSystemPath<Value>(_ path: String, _ body: (UnsafePointer<CChar>) -> Value) -> Value {
  guard path.utf8.contains(0xF4) else { return path.withCString(body) }
  let bytes = (systemBytes(path) + [0]).map { CChar(bitPattern: $0) }
  return bytes.withUnsafeBufferPointer { buffer in
    // There is one element at least.
    buffer.baseAddress.map(body) ?? "".withCString(body)
  }
}

/// Text as it can be printed: a byte that is no UTF-8 as `\xE9`.
public func legible(_ text: String) -> String {
  guard text.utf8.contains(0xF4) else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    if let byte = escapedByte(scalar) {
      let digits = String(byte, radix: 16, uppercase: true)
      result += "\\x\(digits)"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// The words of the command line behind the program's name, with every byte kept.
public func commandLineWords() -> [String] {
  (1..<max(1, Int(CommandLine.argc))).compactMap { CommandLine.unsafeArgv[$0].map { systemText(UnsafePointer($0)) } }
}

/// A path by its bytes, to be a key: two names that look the same but are spelt with other code points (NFC and NFD) are
/// two files, where Swift's `String` calls them equal.
public struct PathKey: Hashable, Comparable, Sendable {
  private let bytes: [UInt8]

  /// The key of a path as it is spelt; links and `..` are not followed.
  public init(_ path: String) { bytes = systemBytes(path) }

  /// By bytes.
  public static func < (first: PathKey, second: PathKey) -> Bool { first.bytes.lexicographicallyPrecedes(second.bytes) }
}

private func escape(_ byte: UInt8) -> Unicode.Scalar {
  Unicode.Scalar(escapeBase + UInt32(byte)) ?? "\u{FFFD}"
}

/// The byte that an escape stands for; nil for any other character.
private func escapedByte(_ scalar: Unicode.Scalar?) -> UInt8? {
  guard let scalar, scalar.value >= escapeBase + 0x80, scalar.value <= escapeBase + 0xFF else { return nil }
  return UInt8(scalar.value - escapeBase)
}

/// How long the UTF-8 sequence is that its first byte announces; 0 where the byte begins none or the end comes first.
private func sequenceLength(_ bytes: [UInt8], _ position: Int) -> Int {
  let length =
    switch bytes[position] {
    case 0..<0x80: 1
    case 0xC2..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF5: 4
    default: 0
    }
  return position + length <= bytes.count ? length : 0
}
