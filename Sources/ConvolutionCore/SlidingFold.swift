/// A window that slides along rows or down columns, at a cost that does not depend on its length (van Herk 1992, Gil and
/// Werman 1993).
///
/// Values are cut into blocks as long as the window. A window then is the end of one block and the start of the next: what
/// is taken of it is that of a running fold from the right and of one from the left. Nothing is ever subtracted, so that
/// sums do not drift and no value reaches out of its window.
struct SlidingFold<Fold: WindowFold> {
  let length: Int
  let stride: Int
  /// Values of the source, and of the result.
  let source: Int
  let output: Int

  /// Folds the windows of one row, those at multiples of the stride, into `result`; `suffix` has room for the source.
  func alongRow(
    _ row: UnsafePointer<Float>, into result: UnsafeMutablePointer<Fold.Value>,
    suffix: UnsafeMutablePointer<Fold.Value>
  ) {
    var block = 0
    while block < source {
      let end = min(block + length, source)
      var running = Fold.value(row[end - 1])
      suffix[end - 1] = running
      var x = end - 2
      while x >= block {
        running = Fold.combined(Fold.value(row[x]), running)
        suffix[x] = running
        x &-= 1
      }
      block = end
    }
    var (prefix, place) = (Fold.zero, 0)
    var (next, target) = (length - 1, 0)
    for x in 0..<(output - 1) * stride + length {
      let value = Fold.value(row[x])
      prefix = place == 0 ? value : Fold.combined(prefix, value)
      place = place + 1 == length ? 0 : place + 1
      guard x == next else { continue }
      result[target] = place == 0 ? prefix : Fold.combined(suffix[x - length + 1], prefix)
      target &+= 1
      next &+= stride
    }
  }
}

/// The same down the columns: rows come in one after another, and each that ends a window gives a row of results.
final class SlidingColumns<Fold: WindowFold> {
  private let width: Int
  private let length: Int
  private let stride: Int
  /// The rows of one block, each replaced by the fold of itself and all below it in the block; then the fold of the
  /// following block's rows down to the present one. None before the first row comes.
  private var rows: UnsafeMutablePointer<Fold.Value>?
  private var y = 0

  init(width: Int, length: Int, stride: Int) {
    self.width = width
    self.length = length
    self.stride = stride
  }

  deinit { rows?.deallocate() }

  private func makeRows() -> UnsafeMutablePointer<Fold.Value> {
    let made = UnsafeMutablePointer<Fold.Value>.allocate(capacity: width * (length + 1))
    made.initialize(repeating: Fold.zero, count: width * (length + 1))
    rows = made
    return made
  }

  /// Takes the next row; true where a window ends with it, whose results `result` then holds.
  func add(_ row: UnsafePointer<Fold.Value>, into result: UnsafeMutablePointer<Fold.Value>) -> Bool {
    let below = rows ?? makeRows()
    let above = below + width * length
    let place = y % length
    let last = y - length + 1
    y += 1
    // The window that ends here starts in the block before, whose row `place + 1` is still held.
    (below + place * width).update(from: row, count: width)
    if place == 0 {
      above.update(from: row, count: width)
    } else {
      Self.combine(above, row, into: above, width)
    }
    let ends = last >= 0 && last % stride == 0
    if ends {
      if place == length - 1 {
        result.update(from: above, count: width)
      } else {
        Self.combine(below + (place + 1) * width, above, into: result, width)
      }
    }
    if place == length - 1 {
      var i = length - 2
      while i >= 0 {
        Self.combine(below + i * width, below + (i + 1) * width, into: below + i * width, width)
        i -= 1
      }
    }
    return ends
  }

  private static func combine(
    _ first: UnsafePointer<Fold.Value>, _ second: UnsafePointer<Fold.Value>,
    into result: UnsafeMutablePointer<Fold.Value>, _ count: Int
  ) {
    for x in 0..<count { result[x] = Fold.combined(first[x], second[x]) }
  }
}
