// Between 8-bit pixels and the numbers that are summed.

/// Bytes as floats.
@inline(never)
public func widen(_ bytes: UnsafePointer<UInt8>, count: Int, into values: UnsafeMutablePointer<Float>) {
  for index in 0..<count { values[index] = Float(bytes[index]) }
}

/// Bytes as 16-bit integers.
@inline(never)
public func widen(_ bytes: UnsafePointer<UInt8>, count: Int, into values: UnsafeMutablePointer<Int16>) {
  for index in 0..<count { values[index] = Int16(truncatingIfNeeded: bytes[index]) }
}

/// Floats as bytes: clamped to 0…255, halves to the even neighbour; NaN is 0.
@inline(never)
public func roundToBytes(_ values: UnsafePointer<Float>, count: Int, into bytes: UnsafeMutablePointer<UInt8>) {
  for index in 0..<count { bytes[index] = roundedByte(values[index]) }
}

/// Sums modulo 2¹⁶ as bytes: sum / divisor + bias, rounded as floats are. The sums are `minimum` or more.
@inline(never)
public func roundToBytes(
  _ sums: UnsafePointer<Int16>, count: Int, minimum: Int, divisor: Float, bias: Float,
  into bytes: UnsafeMutablePointer<UInt8>
) {
  let least = Int16(truncatingIfNeeded: minimum)
  let offset = Int32(truncatingIfNeeded: minimum)
  for index in 0..<count {
    let above = UInt16(bitPattern: sums[index] &- least)
    let sum = Int32(truncatingIfNeeded: above) &+ offset
    bytes[index] = roundedByte(Float(sum) / divisor + bias)
  }
}

/// Sums that are true 16-bit integers as bytes: sum + bias, clamped.
@inline(never)
public func clampToBytes(
  _ sums: UnsafePointer<Int16>, count: Int, bias: Int16, into bytes: UnsafeMutablePointer<UInt8>
) {
  let floor = 0 &- bias
  let ceiling = 255 &- bias
  for index in 0..<count {
    bytes[index] = UInt8(truncatingIfNeeded: min(max(sums[index], floor), ceiling) &+ bias)
  }
}

@inline(__always)
private func roundedByte(_ value: Float) -> UInt8 {
  let floored: Float = value > 0 ? value : 0
  let clamped: Float = floored < 255 ? floored : 255
  // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the low bits.
  return UInt8(truncatingIfNeeded: (clamped + 12_582_912).bitPattern)
}
