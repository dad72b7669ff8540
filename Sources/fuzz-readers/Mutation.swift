import ConvolutionCore

/// Changes bytes as damage and malice do; the same seed makes the same changes.
struct Mutation {
  private var generator: SeededGenerator
  private static let lengths: [UInt8] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF]

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// A changed copy of `bytes`, perhaps with a part of `other`. PNG files mostly get the check sums that they should
  /// have, so that what lies behind these is reached too.
  mutating func changed(_ bytes: [UInt8], other: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0...generator.index(below: 5) {
      let place = generator.index(below: result.count + 1)
      switch generator.index(below: 8) {
      case 0 where place < result.count: result[place] ^= 1 << UInt8(generator.index(below: 8))
      case 1 where place < result.count: result[place] = UInt8(generator.index(below: 256))
      case 2 where place < result.count:
        result[place] = Mutation.lengths[generator.index(below: Mutation.lengths.count)]
      case 3: result.removeSubrange(place..<min(result.count, place + generator.index(below: 16)))
      case 4: result.insert(contentsOf: slice(of: other, 64), at: place)
      case 5: result.insert(contentsOf: slice(of: result, 64), at: place)
      case 6 where generator.index(below: 4) == 0: result.removeSubrange(place...)
      default:
        // A number of four bytes, as lengths and sizes are.
        for offset in 0..<4 where place + offset < result.count {
          result[place + offset] = length()
        }
      }
    }
    if result.count > 1 << 20 { result.removeLast(result.count - 1 << 20) }
    if generator.index(below: 4) > 0 { restorePNGChecks(&result) }
    return result
  }

  private mutating func length() -> UInt8 { Mutation.lengths[generator.index(below: Mutation.lengths.count)] }

  private mutating func slice(of bytes: [UInt8], _ limit: Int) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    let start = generator.index(below: bytes.count)
    return Array(bytes[start..<min(bytes.count, start + 1 + generator.index(below: limit))])
  }
}

/// Gives every chunk of a PNG the check sum of what it holds.
private func restorePNGChecks(_ bytes: inout [UInt8]) {
  guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return }
  var offset = 8
  while offset + 12 <= bytes.count {
    let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    let end = offset + 8 + length
    guard end + 4 <= bytes.count else { return }
    var check = ~UInt32(0)
    for byte in bytes[offset + 4..<end] {
      check ^= UInt32(byte)
      for _ in 0..<8 { check = check & 1 == 0 ? check >> 1 : check >> 1 ^ 0xEDB8_8320 }
    }
    check = ~check
    for index in 0..<4 { bytes[end + index] = UInt8(truncatingIfNeeded: check >> UInt32(24 - 8 * index)) }
    offset = end + 4
  }
}
