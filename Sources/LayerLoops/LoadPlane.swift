import CLayerLoops

// Sixteen pictures of bytes become lanes: sixteen pixels of each are widened, scaled and transposed in registers.
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
    while x < width && width >= 16 {
      // The last stretch overlaps the one before.
      x = min(x, width &- 16)
      var rows = Square(repeating: InlineArray(repeating: offset))
      for i in 0..<4 {
        for j in 0..<4 {
          let bytes = UnsafeRawPointer(planes[4 &* i &+ j] + (from &+ x)).loadUnaligned(as: SIMD16<UInt8>.self)
          rows[i][j] = multiplyAdd(offset, floats(bytes), factor)
        }
      }
      rows = transposed(rows)
      for i in 0..<4 {
        for j in 0..<4 { (to + (x &+ 4 &* i &+ j) &* column).block = rows[i][j] }
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

/// Bytes as floats: beside the exponent of 2²³ they are the lowest bits of the significand.
@inline(__always) private func floats(_ bytes: SIMD16<UInt8>) -> Block {
  var pairs = SIMD32<UInt8>(repeating: 0)
  pairs.evenHalf = bytes
  var words = SIMD32<UInt16>(repeating: 0x4B00)
  words.evenHalf = unsafeBitCast(pairs, to: SIMD16<UInt16>.self)
  return unsafeBitCast(words, to: Block.self) - 8_388_608
}
