// Between pixels and sums in double precision, which hold whole-numbered kernels of any weights exactly.

/// Bytes as doubles.
@inline(never)
public func widen(_ bytes: UnsafePointer<UInt8>, count: Int, into values: UnsafeMutablePointer<Double>) {
  for index in 0..<count { values[index] = Double(bytes[index]) }
}

/// Floats as doubles.
@inline(never)
public func widen(_ floats: UnsafePointer<Float>, count: Int, into values: UnsafeMutablePointer<Double>) {
  for index in 0..<count { values[index] = Double(floats[index]) }
}

/// sum / divisor + bias as floats.
@inline(never)
public func roundToFloats(
  _ sums: UnsafePointer<Double>, count: Int, divisor: Double, bias: Double, into values: UnsafeMutablePointer<Float>
) {
  for index in 0..<count { values[index] = Float(sums[index] / divisor + bias) }
}

/// sum / divisor + bias as bytes: clamped to 0…255, halves to the even neighbour.
@inline(never)
public func roundToBytes(
  _ sums: UnsafePointer<Double>, count: Int, divisor: Double, bias: Double, into bytes: UnsafeMutablePointer<UInt8>
) {
  for index in 0..<count {
    let value = sums[index] / divisor + bias
    let floored: Double = value > 0 ? value : 0
    let clamped: Double = floored < 255 ? floored : 255
    // Adding 1.5 · 2⁵² rounds to a whole number, which then stands in the low bits.
    bytes[index] = UInt8(truncatingIfNeeded: (clamped + 0x1.8p52).bitPattern)
  }
}
