import CLayerLoops

/// The rows (or columns) of one window inside the map: the first, how many, and from one to the next.
struct Stretch {
  let first: Int
  let count: Int
  let gap: Int

  /// `taps` from `start` on, `gap` apart, cut to 0..<`length`.
  @inline(__always) init(_ start: Int, _ taps: Int, _ gap: Int, _ length: Int) {
    self.gap = gap
    // Only windows that reach out of the map pay for the divisions.
    let skipped = start < 0 ? (gap &- 1 &- start) / gap : 0
    first = start &+ skipped &* gap
    let last = start &+ (taps &- 1) &* gap
    count = (last < length ? taps : (length &- 1 &- start) / gap &+ 1) &- skipped
  }

  @inline(__always) func forEach(_ body: (Int) -> Void) {
    var place = first
    for _ in 0..<count {
      body(place)
      place &+= gap
    }
  }
}

/// Calls `body` for each output value: its place, and the rows and columns of its window inside the map.
@inline(__always) func forEachWindow(
  _ shape: LanePooling, _ input: LaneMap, _ output: LaneMap,
  _ body: (_ y: Int, _ x: Int, _ rows: Stretch, _ columns: Stretch) -> Void
) {
  var y = 0
  while y < output.height {
    let rows = Stretch(y &* shape.stepY &- shape.top, shape.windowHeight, shape.gapY, input.height)
    var x = 0
    while x < output.width {
      body(y, x, rows, Stretch(x &* shape.stepX &- shape.left, shape.windowWidth, shape.gapX, input.width))
      x &+= 1
    }
    y &+= 1
  }
}

/// Calls `body` with the size of a window; the compiler makes code of its own for the usual 2 × 2.
@inline(__always) func withWindowSize(
  _ rows: Stretch, _ columns: Stretch, _ body: (_ height: Int, _ width: Int) -> Void
) {
  if rows.count == 2 && columns.count == 2 { body(2, 2) } else { body(rows.count, columns.count) }
}

func maxPool(
  _ shape: UnsafePointer<LanePooling>, _ input: UnsafePointer<LaneMap>, _ output: UnsafePointer<LaneMap>, _ relu: Int32
) {
  let from = input.pointee
  let to = output.pointee
  let depth = from.depth
  let least = spread(relu != 0 ? 0 : -.infinity)
  let (down, across) = (shape.pointee.gapY &* from.row, shape.pointee.gapX &* from.column)
  forEachWindow(shape.pointee, from, to) { y, x, rows, columns in
    let source = from.origin + rows.first &* from.row + columns.first &* from.column
    let target = to.origin + y &* to.row + x &* to.column
    withWindowSize(rows, columns) { height, width in
      var c = 0
      while c < depth {
        var best = least
        var row = source + c
        for _ in 0..<height {
          var value = row
          for _ in 0..<width {
            best = larger(best, value.block)
            value += across
          }
          row += down
        }
        (target + c).block = best
        c &+= blockWidth
      }
    }
  }
}

// The gradient goes to the first of the largest values. Where windows stand side by side, `result` may be the input
// itself: each window is read whole before it is written.
func maxPoolGradient(
  _ shape: UnsafePointer<LanePooling>, _ input: UnsafePointer<LaneMap>, _ output: UnsafePointer<LaneMap>,
  _ gradient: UnsafePointer<LaneMap>, _ result: UnsafePointer<LaneMap>, _ relu: Int32, _ add: Int32
) {
  let pooling = shape.pointee
  let apart =
    pooling.stepY >= pooling.windowHeight && pooling.stepX >= pooling.windowWidth && pooling.top == 0
    && pooling.left == 0 && pooling.gapY == 1 && pooling.gapX == 1 && add == 0
  if !apart && add == 0 { clear(result.pointee) }
  if apart { clearOutside(pooling, output.pointee, result.pointee) }
  let from = input.pointee
  let values = output.pointee
  let gradients = gradient.pointee
  let to = result.pointee
  let depth = from.depth
  let zero = spread(0)
  let (down, across) = (pooling.gapY &* from.row, pooling.gapX &* from.column)
  let (targetDown, targetAcross) = (pooling.gapY &* to.row, pooling.gapX &* to.column)
  forEachWindow(pooling, from, values) { y, x, rows, columns in
    let source = from.origin + rows.first &* from.row + columns.first &* from.column
    let target = to.origin + rows.first &* to.row + columns.first &* to.column
    let value = values.origin + y &* values.row + x &* values.column
    let incoming = gradients.origin + y &* gradients.row + x &* gradients.column
    withWindowSize(rows, columns) { height, width in
      var c = 0
      while c < depth {
        let best = (value + c).block
        var left = (incoming + c).block
        if relu != 0 { left = left.replacing(with: zero, where: best .<= zero) }
        var row = source + c
        var targetRow = target + c
        for _ in 0..<height {
          var place = row
          var targetPlace = targetRow
          for _ in 0..<width {
            let isLargest = place.block .== best
            let share = zero.replacing(with: left, where: isLargest)
            left = left.replacing(with: zero, where: isLargest)
            put(share, targetPlace, !apart)
            place += across
            targetPlace += targetAcross
          }
          row += down
          targetRow += targetDown
        }
        c &+= blockWidth
      }
    }
  }
}

func clear(_ map: LaneMap) {
  forEachBlock(map, map) { a, _ in a.block = spread(0) }
}

/// Zeros where no window reaches: between windows, and behind the last ones.
private func clearOutside(_ shape: LanePooling, _ output: LaneMap, _ map: LaneMap) {
  var y = 0
  while y < map.height {
    let inRow = y % shape.stepY < shape.windowHeight && y / shape.stepY < output.height
    var x = 0
    while x < map.width {
      let inColumn = x % shape.stepX < shape.windowWidth && x / shape.stepX < output.width
      if !(inRow && inColumn) {
        let place = map.origin + y &* map.row + x &* map.column
        var c = 0
        while c < map.depth {
          (place + c).block = spread(0)
          c &+= blockWidth
        }
      }
      x &+= 1
    }
    y &+= 1
  }
}

func sumPool(
  _ shape: UnsafePointer<LanePooling>, _ input: UnsafePointer<LaneMap>, _ output: UnsafePointer<LaneMap>, _ scale: Float
) {
  let from = input.pointee
  let to = output.pointee
  forEachWindow(shape.pointee, from, to) { y, x, rows, columns in
    var c = 0
    while c < from.depth {
      var sum = spread(0)
      rows.forEach { row in
        columns.forEach { column in sum += (from.origin + row &* from.row + column &* from.column + c).block }
      }
      (to.origin + y &* to.row + x &* to.column + c).block = sum * scale
      c &+= blockWidth
    }
  }
}

func sumPoolGradient(
  _ shape: UnsafePointer<LanePooling>, _ gradient: UnsafePointer<LaneMap>, _ result: UnsafePointer<LaneMap>,
  _ scale: Float, _ add: Int32
) {
  let from = gradient.pointee
  let to = result.pointee
  if add == 0 { clear(to) }
  forEachWindow(shape.pointee, to, from) { y, x, rows, columns in
    var c = 0
    while c < from.depth {
      let share = (from.origin + y &* from.row + x &* from.column + c).block * scale
      rows.forEach { row in
        columns.forEach { column in (to.origin + row &* to.row + column &* to.column + c).block += share }
      }
      c &+= blockWidth
    }
  }
}
