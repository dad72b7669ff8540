import CLayerLoops

// Back to the input: for each input position, the outputs it went into, weights read across their blocks.
// Taps that reach out of the map are left out instead of multiplied by zero. Two neighbours go together where the same
// weights took them to neighbouring outputs, so that each weight is loaded once for both.

func dataGradient(
  _ shape: UnsafePointer<LaneDataGradient>, _ gradient: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
  _ result: UnsafeMutablePointer<Float>, _ add: Int32
) {
  let shape = shape.pointee
  var lane = 0
  while lane < blockWidth {
    var y = 0
    while y < shape.height {
      let row = result + y &* shape.inputRow + lane
      var x = 0
      while x < shape.width {
        let pair = Neighbours(shape, x)
        let positions = x &+ 1 < shape.width && pair.shared > 0 ? 2 : 1
        channels(shape, y, x, positions, pair, gradient + lane, weights, row + x &* shape.inputColumn, add != 0)
        x &+= positions
      }
      y &+= 1
    }
    lane &+= laneWidth
  }
}

/// What columns x and x + 1 share: the pairs `first` and after of x have the same weights as those from `second` on of
/// x + 1, whose outputs lie `step` further.
private struct Neighbours {
  let first: UnsafePointer<LanePair>, second: UnsafePointer<LanePair>
  let shared: Int
  let step: Int

  init(_ shape: LaneDataGradient, _ x: Int) {
    var first = shape.columns + shape.columnStarts[x]
    let middle = shape.columns + shape.columnStarts[x &+ 1]
    var second = middle
    self.second = middle
    var shared = 0
    var step = 0
    if x &+ 1 < shape.width {
      let end = shape.columns + shape.columnStarts[x &+ 2]
      // Weights ascend: those of x that the neighbour lacks come first, those that only it has come last.
      while first < middle && second < end && first.pointee.weight < second.pointee.weight { first += 1 }
      step = first < middle && second < end ? second.pointee.gradient &- first.pointee.gradient : 0
      while first + shared < middle && second < end && first[shared].weight == second.pointee.weight
        && second.pointee.gradient &- first[shared].gradient == step
      {
        shared &+= 1
        second += 1
      }
      if first + shared != middle { shared = 0 }
    }
    self.first = first
    self.shared = shared
    self.step = step
  }
}

@inline(__always) private func channels(
  _ shape: LaneDataGradient, _ y: Int, _ x: Int, _ positions: Int, _ pair: Neighbours,
  _ gradient: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>, _ add: Bool
) {
  var c = 0
  while c < shape.inputs {
    let rest = shape.inputs &- c
    let w = weights + c &* blockWidth
    let to = result + c &* blockWidth
    if positions == 2 {
      if rest >= 8 && fits(8, 2) {
        PairTile<2, 4>.run(shape, y, x, pair, gradient, w, to, add)
        c &+= 8
      } else if rest >= 6 && fits(6, 2) {
        PairTile<2, 3>.run(shape, y, x, pair, gradient, w, to, add)
        c &+= 6
      } else if rest >= 4 {
        PairTile<1, 4>.run(shape, y, x, pair, gradient, w, to, add)
        c &+= 4
      } else if rest >= 2 {
        PairTile<1, 2>.run(shape, y, x, pair, gradient, w, to, add)
        c &+= 2
      } else {
        PairTile<1, 1>.run(shape, y, x, pair, gradient, w, to, add)
        c &+= 1
      }
    } else if rest >= 16 && mostBroadcasts >= 16 {
      ChannelTile<4, 4>.run(shape, y, x, gradient, w, to, add)
      c &+= 16
    } else if rest >= 8 && mostBroadcasts >= 8 {
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

/// One position, rows · columns channels; two small arrays, as a long one is not unrolled.
private struct ChannelTile<let rows: Int, let columns: Int> {
  typealias Row = InlineArray<columns, Lanes>
  typealias Sums = InlineArray<rows, Row>

  @inline(never) static func run(
    _ shape: LaneDataGradient, _ y: Int, _ x: Int, _ gradient: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ result: UnsafeMutablePointer<Float>, _ add: Bool
  ) {
    var sums = start(result, add)
    let first = shape.columns + shape.columnStarts[x]
    let last = shape.columns + shape.columnStarts[x &+ 1]
    var row = shape.rows + shape.rowStarts[y]
    let lastRow = shape.rows + shape.rowStarts[y &+ 1]
    while row < lastRow {
      var column = first
      while column < last {
        ChannelTile.add(shape, row.pointee, column.pointee, gradient, weights, &sums)
        column += 1
      }
      row += 1
    }
    finish(sums, result)
  }

  @inline(__always) static func start(_ result: UnsafeMutablePointer<Float>, _ add: Bool) -> Sums {
    var sums = Sums(repeating: Row(repeating: Lanes(repeating: 0)))
    if add {
      for r in 0..<rows {
        for c in 0..<columns { sums[r][c] = (result + (r &* columns &+ c) &* blockWidth).lanes }
      }
    }
    return sums
  }

  @inline(__always) static func finish(_ sums: Sums, _ result: UnsafeMutablePointer<Float>) {
    for r in 0..<rows {
      for c in 0..<columns { (result + (r &* columns &+ c) &* blockWidth).lanes = sums[r][c] }
    }
  }

  /// All outputs of one tap.
  @inline(__always) static func add(
    _ shape: LaneDataGradient, _ row: LanePair, _ column: LanePair, _ gradient: UnsafePointer<Float>,
    _ weights: UnsafePointer<Float>, _ sums: inout Sums
  ) {
    var g = gradient + (row.gradient &+ column.gradient)
    var w = weights + (row.weight &+ column.weight) &* blockWidth
    var outputs = shape.outputs
    while outputs > 0 {
      let end = g + min(blockWidth, outputs) &* blockWidth
      var weight = w
      while g < end {
        let value = UnsafePointer(g).lanes
        for r in 0..<rows {
          for c in 0..<columns {
            let factor = Lanes(repeating: weight[(r &* columns &+ c) &* blockWidth])
            sums[r][c] = multiplyAdd(sums[r][c], factor, value)
          }
        }
        g += blockWidth
        weight += 1
      }
      w += shape.taps &* blockWidth
      outputs &-= blockWidth
    }
  }
}

/// Two neighbouring positions, rows · columns channels of each. Every sum runs in the order of a tile of one position.
private struct PairTile<let rows: Int, let columns: Int> {
  typealias Tile = ChannelTile<rows, columns>

  @inline(never) static func run(
    _ shape: LaneDataGradient, _ y: Int, _ x: Int, _ pair: Neighbours, _ gradient: UnsafePointer<Float>,
    _ weights: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>, _ add: Bool
  ) {
    let second = result + shape.inputColumn
    var left = Tile.start(result, add)
    var right = Tile.start(second, add)
    let first = shape.columns + shape.columnStarts[x]
    let last = shape.columns + shape.columnStarts[x &+ 2]
    var row = shape.rows + shape.rowStarts[y]
    let lastRow = shape.rows + shape.rowStarts[y &+ 1]
    while row < lastRow {
      var column = first
      while column < pair.first {
        Tile.add(shape, row.pointee, column.pointee, gradient, weights, &left)
        column += 1
      }
      var shared = 0
      while shared < pair.shared {
        PairTile.add(shape, row.pointee, pair.first[shared], pair.step, gradient, weights, &left, &right)
        shared &+= 1
      }
      column = pair.second + pair.shared
      while column < last {
        Tile.add(shape, row.pointee, column.pointee, gradient, weights, &right)
        column += 1
      }
      row += 1
    }
    Tile.finish(left, result)
    Tile.finish(right, second)
  }

  @inline(__always) static func add(
    _ shape: LaneDataGradient, _ row: LanePair, _ column: LanePair, _ step: Int, _ gradient: UnsafePointer<Float>,
    _ weights: UnsafePointer<Float>, _ left: inout Tile.Sums, _ right: inout Tile.Sums
  ) {
    var g = gradient + (row.gradient &+ column.gradient)
    var w = weights + (row.weight &+ column.weight) &* blockWidth
    var outputs = shape.outputs
    while outputs > 0 {
      let end = g + min(blockWidth, outputs) &* blockWidth
      var weight = w
      while g < end {
        let one = g.lanes
        let other = (g + step).lanes
        for r in 0..<rows {
          for c in 0..<columns {
            let factor = Lanes(repeating: weight[(r &* columns &+ c) &* blockWidth])
            left[r][c] = multiplyAdd(left[r][c], factor, one)
            right[r][c] = multiplyAdd(right[r][c], factor, other)
          }
        }
        g += blockWidth
        weight += 1
      }
      w += shape.taps &* blockWidth
      outputs &-= blockWidth
    }
  }
}
