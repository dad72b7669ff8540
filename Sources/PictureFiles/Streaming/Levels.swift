/// How values become the samples of a picture: value · scale + offset, of the magnitude where asked for, clamped and rounded
/// to the even neighbour; NaN is 0.
struct Levels: Sendable {
  let scale: Float
  let offset: Float
  let takesMagnitude: Bool
  /// 8 or 16.
  let depth: Int

  /// Bytes of a sample.
  var sampleBytes: Int { depth / 8 }

  /// Writes `count` samples to `target`, `step` samples from one to the next, of 16 bits with the high byte first, as PNG
  /// orders them.
  func write(_ values: UnsafePointer<Float>, _ count: Int, step: Int, to target: UnsafeMutablePointer<UInt8>) {
    if depth == 8 {
      if step == 1 {
        for x in 0..<count { target[x] = UInt8(truncatingIfNeeded: rounded(values[x], 255, 1)) }
      } else {
        for x in 0..<count { target[x &* step] = UInt8(truncatingIfNeeded: rounded(values[x], 255, 1)) }
      }
      return
    }
    let samples = UnsafeMutableRawPointer(target)
    for x in 0..<count {
      let sample = UInt16(truncatingIfNeeded: rounded(values[x], 65535, 257)).bigEndian
      samples.storeBytes(of: sample, toByteOffset: 2 &* x &* step, as: UInt16.self)
    }
  }

  @inline(__always)
  private func rounded(_ value: Float, _ limit: Float, _ factor: Float) -> UInt32 {
    let level = ((takesMagnitude ? value.magnitude : value) * scale + offset) * factor
    let floored: Float = level > 0 ? level : 0
    let clamped: Float = floored < limit ? floored : limit
    // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the low bits.
    return (clamped + 12_582_912).bitPattern
  }
}
