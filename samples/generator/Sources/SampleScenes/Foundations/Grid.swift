/// Values on a lattice of columns and rows, read with bilinear interpolation between them.
struct Grid<Value: SIMD & Sendable>: Sendable where Value.Scalar == Float {
  let width: Int
  let height: Int
  let values: [Value]

  /// The value at a fractional column and row; positions outside take the nearest edge.
  func callAsFunction(_ x: Float, _ y: Float) -> Value {
    let cx = clamp(x, 0, Float(width - 1))
    let cy = clamp(y, 0, Float(height - 1))
    let x0 = min(Int(cx), width - 2)
    let y0 = min(Int(cy), height - 2)
    let fx = cx - Float(x0)
    let fy = cy - Float(y0)
    return values.withUnsafeBufferPointer { values in
      let at = y0 * width + x0
      let top = values[at] * (1 - fx) + values[at + 1] * fx
      let bottom = values[at + width] * (1 - fx) + values[at + width + 1] * fx
      return top * (1 - fy) + bottom * fy
    }
  }
}
