import CLaneKernels

// Sixteen pictures of bytes become lanes: 16 × 16 bytes are transposed in registers, then widened and scaled.
func loadPlane(
  _ planes: UnsafePointer<UnsafePointer<UInt8>>, _ height: Int, _ width: Int, _ scale: Float, _ shift: Float,
  _ output: UnsafeMutablePointer<Float>, _ row: Int, _ column: Int
) {
  let factor = spread(scale)
  let offset = spread(shift)
  var y = 0
  while y < height {
    var x = 0
    let to = output + y &* row
    let from = y &* width
    while x &+ 16 <= width {
      let bytes = transposed(planes, from &+ x)
      for pixel in 0..<16 {
        let values = Block(truncatingIfNeeded: bytes[pixel])
        (to + (x &+ pixel) &* column).block = multiplyAdd(offset, values, factor)
      }
      x &+= 16
    }
    while x < width {
      var values = Block(repeating: 0)
      for lane in 0..<16 { values[lane] = Float(planes[lane][from &+ x]) }
      (to + x &* column).block = multiplyAdd(offset, values, factor)
      x &+= 1
    }
    y &+= 1
  }
}

extension Block {
  @inline(__always) fileprivate init(truncatingIfNeeded bytes: SIMD16<UInt8>) {
    self.init(repeating: 0)
    for lane in 0..<16 { self[lane] = Float(bytes[lane]) }
  }
}

@inline(__always) private func transposed(
  _ planes: UnsafePointer<UnsafePointer<UInt8>>, _ offset: Int
) -> InlineArray<16, SIMD16<UInt8>> {
  var rows = InlineArray<16, SIMD16<UInt8>>(repeating: SIMD16(repeating: 0))
  for lane in 0..<16 {
    rows[lane] = UnsafeRawPointer(planes[lane] + offset).loadUnaligned(as: SIMD16<UInt8>.self)
  }
  for _ in 0..<4 {
    var next = InlineArray<16, SIMD16<UInt8>>(repeating: SIMD16(repeating: 0))
    for r in 0..<8 {
      var low = SIMD16<UInt8>(repeating: 0)
      var high = SIMD16<UInt8>(repeating: 0)
      low.evenHalf = rows[r].lowHalf
      low.oddHalf = rows[r &+ 8].lowHalf
      high.evenHalf = rows[r].highHalf
      high.oddHalf = rows[r &+ 8].highHalf
      next[2 &* r] = low
      next[2 &* r &+ 1] = high
    }
    rows = next
  }
  return rows
}
