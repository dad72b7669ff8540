private let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

/// Bytes as base64 text with padding (RFC 4648).
public func base64Encoded(_ bytes: [UInt8]) -> String {
  var text: [UInt8] = []
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let rest = min(3, bytes.count - start)
    var word = 0
    for offset in 0..<3 { word = word << 8 | (offset < rest ? Int(bytes[start + offset]) : 0) }
    for position in 0..<4 {
      text.append(position <= rest ? alphabet[word >> (18 - 6 * position) & 63] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes of base64 text, line breaks passed over; nil when it is not base64.
public func base64Decoded(_ text: some Sequence<UInt8>) -> [UInt8]? {
  var values = [Int8](repeating: -1, count: 256)
  for (value, letter) in alphabet.enumerated() { values[Int(letter)] = Int8(value) }
  var bytes: [UInt8] = []
  var word = 0
  var bits = 0
  var padding = 0
  for letter in text where letter != UInt8(ascii: "\n") && letter != UInt8(ascii: "\r") {
    if letter == UInt8(ascii: "=") {
      padding += 1
      continue
    }
    let value = values[Int(letter)]
    guard value >= 0, padding == 0 else { return nil }
    word = (word << 6 | Int(value)) & 0xFFFF
    bits += 6
    if bits >= 8 {
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: word >> bits))
    }
  }
  guard padding <= 2, bits < 6 else { return nil }
  return bytes
}
