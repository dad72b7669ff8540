import CLayerLoops

// The weights' gradient for few outputs: lanes are samples, partial[o][tap][16] += Σ over positions, folded later.

/// Floats of the output gradient that all taps run over while they stand in the first-level cache.
private let bandSize = 7680

func weightGradientOfSamples(
  _ shape: UnsafePointer<LaneConvolution>, _ input: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>,
  _ partial: UnsafeMutablePointer<Float>
) {
  let shape = shape.pointee
  let bandRows = max(1, bandSize / (shape.width &* shape.outputColumn))
  var lane = 0
  while lane < blockWidth {
    var y = 0
    while y < shape.height {
      let rows = min(bandRows, shape.height &- y)
      let x = input + y &* shape.inputRow + lane
      let g = gradient + y &* shape.outputRow + lane
      var run = 0
      while run < shape.runCount {
        bandOfRun(shape, shape.runs[run], rows, x, g, partial + lane)
        run &+= 1
      }
      y &+= rows
    }
    lane &+= laneWidth
  }
}

/// Outputs of the next tile where `rest` are left.
@inline(__always) private func tileOutputs(_ rest: Int) -> Int {
  if fits(8, 3) && rest >= 8 { return 8 }
  if fits(6, 2) && (rest == 6 || rest >= 6 && !fits(4, 3)) { return 6 }
  return rest >= 4 ? 4 : rest >= 3 ? 3 : 1
}

@inline(__always) private func bandOfRun(
  _ shape: LaneConvolution, _ run: LaneRun, _ rows: Int, _ input: UnsafePointer<Float>,
  _ gradient: UnsafePointer<Float>, _ partial: UnsafeMutablePointer<Float>
) {
  let x = input + run.input
  var o = 0
  while o < shape.outputs {
    let outputs = tileOutputs(shape.outputs &- o)
    let g = gradient + o &* blockWidth
    let sums = partial + (o &* shape.taps &+ run.weight) &* blockWidth
    switch outputs {
    case 8: TapTiles<8>.run(shape, run.length, rows, x, g, sums)
    case 6: TapTiles<6>.run(shape, run.length, rows, x, g, sums)
    case 4: TapTiles<4>.run(shape, run.length, rows, x, g, sums)
    case 3: TapTiles<3>.run(shape, run.length, rows, x, g, sums)
    default: TapTiles<1>.run(shape, run.length, rows, x, g, sums)
    }
    o &+= outputs
  }
}

/// All taps of a run for a fixed count of outputs, in tiles of as equal width as may be.
private struct TapTiles<let outputs: Int> {
  @inline(never) static func run(
    _ shape: LaneConvolution, _ length: Int, _ rows: Int, _ input: UnsafePointer<Float>,
    _ gradient: UnsafePointer<Float>, _ partial: UnsafeMutablePointer<Float>
  ) {
    let most = mostColumns(outputs)
    var t = 0
    while t < length {
      let rest = length &- t
      let tiles = (rest &+ most &- 1) / most
      let taps = (rest &+ tiles &- 1) / tiles
      let x = input + t &* blockWidth
      let sums = partial + t &* blockWidth
      switch taps {
      case 1: SampleTile<outputs, 1>.run(shape, rows, x, gradient, sums)
      case 2: SampleTile<outputs, 2>.run(shape, rows, x, gradient, sums)
      case 3: SampleTile<outputs, 3>.run(shape, rows, x, gradient, sums)
      case 4: SampleTile<outputs, 4>.run(shape, rows, x, gradient, sums)
      case 5: SampleTile<outputs, 5>.run(shape, rows, x, gradient, sums)
      case 6: SampleTile<outputs, 6>.run(shape, rows, x, gradient, sums)
      case 7: SampleTile<outputs, 7>.run(shape, rows, x, gradient, sums)
      default: SampleTile<outputs, 8>.run(shape, rows, x, gradient, sums)
      }
      t &+= taps
    }
  }
}

private struct SampleTile<let outputs: Int, let taps: Int> {
  @inline(__always) static func run(
    _ shape: LaneConvolution, _ rows: Int, _ input: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ partial: UnsafeMutablePointer<Float>
  ) {
    // A tile that does not fit is never asked for; without its code the function stays small.
    if !fits(outputs, taps) { return }
    typealias Row = InlineArray<taps, Lanes>
    var sums = InlineArray<outputs, Row> { _ in Row { _ in Lanes(repeating: 0) } }
    for o in 0..<outputs {
      for t in 0..<taps { sums[o][t] = (partial + (o &* shape.taps &+ t) &* blockWidth).lanes }
    }
    var y = 0
    while y < rows {
      var x = input + y &* shape.inputRow
      var g = gradient + y &* shape.outputRow
      let end = g + shape.width &* shape.outputColumn
      while g < end {
        if outputs < taps {
          var held = InlineArray<outputs, Lanes> { _ in Lanes(repeating: 0) }
          for o in 0..<outputs { held[o] = (g + o &* blockWidth).lanes }
          for t in 0..<taps {
            let value = (x + t &* blockWidth).lanes
            for o in 0..<outputs { sums[o][t] = multiplyAdd(sums[o][t], value, held[o]) }
          }
        } else {
          var held = Row { _ in Lanes(repeating: 0) }
          for t in 0..<taps { held[t] = (x + t &* blockWidth).lanes }
          for o in 0..<outputs {
            let value = (g + o &* blockWidth).lanes
            for t in 0..<taps { sums[o][t] = multiplyAdd(sums[o][t], value, held[t]) }
          }
        }
        x += shape.inputColumn
        g += shape.outputColumn
      }
      y &+= 1
    }
    for o in 0..<outputs {
      for t in 0..<taps { (partial + (o &* shape.taps &+ t) &* blockWidth).lanes = sums[o][t] }
    }
  }
}

func foldSamples(
  _ partial: UnsafePointer<Float>, _ outputs: Int, _ taps: Int, _ result: UnsafeMutablePointer<Float>
) {
  var o = 0
  while o < outputs {
    let column = result + o / blockWidth &* taps &* blockWidth + o % blockWidth
    let from = partial + o &* taps &* blockWidth
    let outputs = min(4, outputs &- o)
    var t = 0
    while t < taps {
      var sums = InlineArray<4, SIMD4<Float>>(repeating: SIMD4(repeating: 0))
      for i in 0..<4 where i < outputs { sums[i] = quarter((from + (i &* taps &+ t) &* blockWidth).block) }
      let totals = folded(sums)
      for i in 0..<4 where i < outputs { column[t &* blockWidth &+ i] += totals[i] }
      t &+= 1
    }
    o &+= 4
  }
}

func biasGradient(
  _ shape: UnsafePointer<LaneConvolution>, _ gradient: UnsafePointer<Float>, _ partial: UnsafeMutablePointer<Float>
) {
  let shape = shape.pointee
  var lane = 0
  while lane < blockWidth {
    var o = 0
    while o < shape.outputs {
      let rest = shape.outputs &- o
      let from = gradient + o &* blockWidth + lane
      let sums = partial + o &* blockWidth + lane
      if rest >= 6 {
        BiasTile<6>.run(shape, from, sums)
        o &+= 6
      } else if rest >= 2 {
        BiasTile<2>.run(shape, from, sums)
        o &+= 2
      } else {
        BiasTile<1>.run(shape, from, sums)
        o &+= 1
      }
    }
    lane &+= laneWidth
  }
}

private struct BiasTile<let outputs: Int> {
  @inline(__always) static func run(
    _ shape: LaneConvolution, _ gradient: UnsafePointer<Float>, _ partial: UnsafeMutablePointer<Float>
  ) {
    var sums = InlineArray<outputs, Lanes>(repeating: Lanes(repeating: 0))
    for o in 0..<outputs { sums[o] = (partial + o &* blockWidth).lanes }
    var y = 0
    while y < shape.height {
      var g = gradient + y &* shape.outputRow
      let end = g + shape.width &* shape.outputColumn
      while g < end {
        for o in 0..<outputs { sums[o] += (g + o &* blockWidth).lanes }
        g += shape.outputColumn
      }
      y &+= 1
    }
    for o in 0..<outputs { (partial + o &* blockWidth).lanes = sums[o] }
  }
}
