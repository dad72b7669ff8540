import CLayerLoops

// Back to the input: for each input position, the outputs it went into, weights read across their blocks.
// One position at a time, so that the taps that reach out of the map are left out instead of multiplied by zero.

func dataGradient(
  _ shape: UnsafePointer<LaneDataGradient>, _ gradient: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
  _ result: UnsafeMutablePointer<Float>, _ add: Int32
) {
  let shape = shape.pointee
  var lane = 0
  while lane < blockWidth {
    var y = 0
    while y < shape.height {
      var x = 0
      while x < shape.width {
        let to = result + y &* shape.inputRow + x &* shape.inputColumn + lane
        position(shape, y, x, gradient + lane, weights, to, add != 0)
        x &+= 1
      }
      y &+= 1
    }
    lane &+= laneWidth
  }
}

@inline(__always) private func position(
  _ shape: LaneDataGradient, _ y: Int, _ x: Int, _ gradient: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
  _ result: UnsafeMutablePointer<Float>, _ add: Bool
) {
  var c = 0
  while c < shape.inputs {
    let rest = shape.inputs &- c
    let w = weights + c &* blockWidth
    let to = result + c &* blockWidth
    if rest >= 16 && tileRegisters >= 16 {
      ChannelTile<4, 4>.run(shape, y, x, gradient, w, to, add)
      c &+= 16
    } else if rest >= 8 {
      ChannelTile<2, 4>.run(shape, y, x, gradient, w, to, add)
      c &+= 8
    } else if rest >= 6 {
      ChannelTile<2, 3>.run(shape, y, x, gradient, w, to, add)
      c &+= 6
    } else if rest >= 4 {
      ChannelTile<1, 4>.run(shape, y, x, gradient, w, to, add)
      c &+= 4
    } else if rest >= 2 {
      ChannelTile<1, 2>.run(shape, y, x, gradient, w, to, add)
      c &+= 2
    } else {
      ChannelTile<1, 1>.run(shape, y, x, gradient, w, to, add)
      c &+= 1
    }
  }
}

/// rows · columns channels; two small arrays, as a long one is not unrolled.
private struct ChannelTile<let rows: Int, let columns: Int> {
  @inline(never) static func run(
    _ shape: LaneDataGradient, _ y: Int, _ x: Int, _ gradient: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ result: UnsafeMutablePointer<Float>, _ add: Bool
  ) {
    typealias Row = InlineArray<columns, Lanes>
    var sums = InlineArray<rows, Row>(repeating: Row(repeating: Lanes(repeating: 0)))
    if add {
      for r in 0..<rows {
        for c in 0..<columns { sums[r][c] = (result + (r &* columns &+ c) &* blockWidth).lanes }
      }
    }
    let blockStep = shape.taps &* blockWidth
    var row = shape.rows + shape.rowStarts[y]
    let lastRow = shape.rows + shape.rowStarts[y &+ 1]
    let firstColumn = shape.columns + shape.columnStarts[x]
    let lastColumn = shape.columns + shape.columnStarts[x &+ 1]
    while row < lastRow {
      var column = firstColumn
      while column < lastColumn {
        var g = gradient + (row.pointee.gradient &+ column.pointee.gradient)
        var w = weights + (row.pointee.weight &+ column.pointee.weight) &* blockWidth
        var outputs = shape.outputs
        while outputs > 0 {
          let end = g + min(blockWidth, outputs) &* blockWidth
          var weight = w
          while g < end {
            let value = UnsafePointer(g).lanes
            for r in 0..<rows {
              for c in 0..<columns {
                let factor = Lanes(repeating: weight[(r &* columns &+ c) &* blockWidth])
                sums[r][c] = multiplyAdd(sums[r][c], value, factor)
              }
            }
            g += blockWidth
            weight += 1
          }
          w += blockStep
          outputs &-= blockWidth
        }
        column += 1
      }
      row += 1
    }
    for r in 0..<rows {
      for c in 0..<columns { (result + (r &* columns &+ c) &* blockWidth).lanes = sums[r][c] }
    }
  }
}
