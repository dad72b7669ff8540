import CLayerLoops

// Sixteen pictures of bytes become lanes: a stretch of each is widened and scaled, then all sixteen are transposed.

/// Pixels of a stretch: what stands in the first-level cache sixteen times, as bytes, floats and lanes.
private let stretch = 64

func loadPlane(
  _ planes: UnsafePointer<UnsafePointer<UInt8>>, _ height: Int, _ width: Int, _ scale: Float, _ shift: Float,
  _ output: UnsafeMutablePointer<Float>, _ row: Int, _ column: Int
) {
  withUnsafeTemporaryAllocation(byteCount: 4 &* blockWidth &* stretch, alignment: 64) { memory in
    guard let start = memory.baseAddress else { return }
    let values = start.bindMemory(to: Float.self, capacity: blockWidth &* stretch)
    var y = 0
    while y < height {
      var x = 0
      while x < width {
        let count = min(stretch, width &- x)
        let first = y &* width &+ x
        for lane in 0..<blockWidth {
          scaleBytes(planes[lane] + first, count, scale, shift, values + lane &* stretch)
        }
        let to = output + y &* row + x &* column
        var i = 0
        while i < count && count >= 16 {
          // The last sixteen overlap the ones before.
          i = min(i, count &- 16)
          transpose(values + i, stretch, count: 16, to + i &* column, column)
          i &+= 16
        }
        if i < count { transposeRest(values + i, count &- i, to + i &* column, column) }
        x &+= count
      }
      y &+= 1
    }
  }
}

/// byte · scale + shift.
@inline(__always) private func scaleBytes(
  _ bytes: UnsafePointer<UInt8>, _ count: Int, _ scale: Float, _ shift: Float, _ values: UnsafeMutablePointer<Float>
) {
  for i in 0..<count {
    #if AVX2 || AVX512 || arch(arm64)
      values[i] = shift.addingProduct(Float(bytes[i]), scale)
    #else
      values[i] = shift + Float(bytes[i]) * scale
    #endif
  }
}

/// Fewer than sixteen pixels.
@inline(never) private func transposeRest(
  _ values: UnsafePointer<Float>, _ count: Int, _ to: UnsafeMutablePointer<Float>, _ column: Int
) {
  for i in 0..<count {
    for lane in 0..<blockWidth { to[i &* column &+ lane] = values[lane &* stretch &+ i] }
  }
}
