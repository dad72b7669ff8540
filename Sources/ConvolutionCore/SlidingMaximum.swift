/// The maximum of every window, at a cost that does not depend on the window (van Herk 1992, Gil and Werman 1993).
///
/// Values are cut into blocks as long as the window. A window then is the end of one block and the start of the next:
/// its maximum is that of a running maximum from the right and one from the left. Rows come first, then columns, so
/// that of equal values (0 and -0) the first in reading order is kept, as the definition keeps it.
struct SlidingMaximum {
  let window: Size
  let stride: Int
  let source: Size
  let output: Size

  /// Pools `values`, `source` in size and without NaN, into `result`, `output` in size.
  /// - Complexity: source values; memory for (window.height + 1) rows of output.width values.
  func apply(_ values: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>) {
    let width = output.width
    let length = window.height
    // The rows of one block, each replaced by the maximum of itself and all below it in the block.
    var below = [Float](repeating: 0, count: length * width)
    // The maximum of the following block's rows down to the present one.
    var above = [Float](repeating: 0, count: width)
    var suffix = [Float](repeating: 0, count: source.width)
    below.withUnsafeMutableBufferPointer { below in
      above.withUnsafeMutableBufferPointer { above in
        suffix.withUnsafeMutableBufferPointer { suffix in
          guard let below = below.baseAddress, let above = above.baseAddress, let suffix = suffix.baseAddress else {
            return
          }
          slide(values, into: result, below: below, above: above, suffix: suffix)
        }
      }
    }
  }

  private func slide(
    _ values: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>, below: UnsafeMutablePointer<Float>,
    above: UnsafeMutablePointer<Float>, suffix: UnsafeMutablePointer<Float>
  ) {
    let width = output.width
    let length = window.height
    for y in 0..<(output.height - 1) * stride + length {
      let place = y % length
      let row = below + place * width
      let last = y - length + 1
      // The window that ends here starts in the block before, whose row `place + 1` is still held.
      alongRow(values + y * source.width, into: row, suffix: suffix)
      if place == 0 {
        above.update(from: row, count: width)
      } else {
        Self.keepLarger(above, row, into: above, count: width)
      }
      if last >= 0, last % stride == 0 {
        let target = result + last / stride * width
        if place == length - 1 {
          target.update(from: above, count: width)
        } else {
          Self.keepLarger(below + (place + 1) * width, above, into: target, count: width)
        }
      }
      guard place == length - 1 else { continue }
      for i in Swift.stride(from: length - 2, through: 0, by: -1) {
        Self.keepLarger(below + i * width, below + (i + 1) * width, into: below + i * width, count: width)
      }
    }
  }

  /// The maxima of one row's windows, those at multiples of the stride.
  private func alongRow(
    _ row: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>, suffix: UnsafeMutablePointer<Float>
  ) {
    let length = window.width
    var block = 0
    while block < source.width {
      let end = min(block + length, source.width)
      var running = row[end - 1]
      suffix[end - 1] = running
      for x in Swift.stride(from: end - 2, through: block, by: -1) {
        running = Self.larger(row[x], running)
        suffix[x] = running
      }
      block = end
    }
    var (prefix, place) = (row[0], 0)
    var (next, target) = (length - 1, 0)
    for x in 0..<(output.width - 1) * stride + length {
      prefix = place == 0 ? row[x] : Self.larger(prefix, row[x])
      place = place + 1 == length ? 0 : place + 1
      guard x == next else { continue }
      result[target] = place == 0 ? prefix : Self.larger(suffix[x - length + 1], prefix)
      target += 1
      next += stride
    }
  }

  private static func larger(_ first: Float, _ second: Float) -> Float { second > first ? second : first }

  private static func keepLarger(
    _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>, count: Int
  ) {
    for x in 0..<count { result[x] = larger(first[x], second[x]) }
  }
}
