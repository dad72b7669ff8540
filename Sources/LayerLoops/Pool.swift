import CLayerLoops

/// Calls `body` for each output value: its place, and the rows and columns of its window inside the map.
@inline(__always) func forEachWindow(
  _ shape: LanePooling, _ input: LaneMap, _ output: LaneMap,
  _ body: (_ y: Int, _ x: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> Void
) {
  var y = 0
  while y < output.height {
    let top = y &* shape.stepY &- shape.padding
    let rows = Range(uncheckedBounds: (max(0, top), min(input.height, top &+ shape.windowHeight)))
    var x = 0
    while x < output.width {
      let left = x &* shape.stepX &- shape.padding
      body(y, x, rows, Range(uncheckedBounds: (max(0, left), min(input.width, left &+ shape.windowWidth))))
      x &+= 1
    }
    y &+= 1
  }
}

/// Calls `body` with the size of a window; the compiler makes code of its own for the usual 2 × 2.
@inline(__always) func withWindowSize(
  _ rows: Range<Int>, _ columns: Range<Int>, _ body: (_ height: Int, _ width: Int) -> Void
) {
  let height = rows.upperBound &- rows.lowerBound
  let width = columns.upperBound &- columns.lowerBound
  if height == 2 && width == 2 { body(2, 2) } else { body(height, width) }
}

func maxPool(
  _ shape: UnsafePointer<LanePooling>, _ input: UnsafePointer<LaneMap>, _ output: UnsafePointer<LaneMap>, _ relu: Int32
) {
  let from = input.pointee
  let to = output.pointee
  let depth = from.depth
  let least = spread(relu != 0 ? 0 : -.infinity)
  forEachWindow(shape.pointee, from, to) { y, x, rows, columns in
    let source = from.origin + rows.lowerBound &* from.row + columns.lowerBound &* from.column
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
            value += from.column
          }
          row += from.row
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
    pooling.stepY >= pooling.windowHeight && pooling.stepX >= pooling.windowWidth && pooling.padding == 0 && add == 0
  if !apart && add == 0 { clear(result.pointee) }
  if apart { clearOutside(pooling, output.pointee, result.pointee) }
  let from = input.pointee
  let values = output.pointee
  let gradients = gradient.pointee
  let to = result.pointee
  let depth = from.depth
  let zero = spread(0)
  forEachWindow(pooling, from, values) { y, x, rows, columns in
    let source = from.origin + rows.lowerBound &* from.row + columns.lowerBound &* from.column
    let target = to.origin + rows.lowerBound &* to.row + columns.lowerBound &* to.column
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
            place += from.column
            targetPlace += to.column
          }
          row += from.row
          targetRow += to.row
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
      for row in rows {
        for column in columns { sum += (from.origin + row &* from.row + column &* from.column + c).block }
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
      for row in rows {
        for column in columns { (to.origin + row &* to.row + column &* to.column + c).block += share }
      }
      c &+= blockWidth
    }
  }
}
