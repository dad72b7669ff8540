import CLayerLoops

// The weights' gradient for few outputs: lanes are samples, partial[o][tap][16] += Σ over positions, folded later.

/// Floats of the output gradient that are summed before the next taps, so that they stay in the first-level cache.
private let bandSize = 6144

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

@inline(__always) private func bandOfRun(
  _ shape: LaneConvolution, _ run: LaneRun, _ rows: Int, _ input: UnsafePointer<Float>,
  _ gradient: UnsafePointer<Float>, _ partial: UnsafeMutablePointer<Float>
) {
  var o = 0
  while o < shape.outputs {
    let rest = shape.outputs &- o
    let outputs = rest >= 6 ? 6 : rest >= 3 ? 3 : 1
    var t = 0
    while t < run.length {
      let left = run.length &- t
      let x = input + run.input + t &* blockWidth
      let g = gradient + o &* blockWidth
      let sums = partial + (o &* shape.taps &+ run.weight &+ t) &* blockWidth
      let taps: Int
      switch outputs {
      case 6: taps = TapTile<6>.run(shape, left, rows, x, g, sums)
      case 3: taps = TapTile<3>.run(shape, left, rows, x, g, sums)
      default: taps = TapTile<1>.run(shape, left, rows, x, g, sums)
      }
      t &+= taps
    }
    o &+= outputs
  }
}

private struct TapTile<let outputs: Int> {
  /// Does as many taps as fit into the registers and returns how many.
  @inline(never) static func run(
    _ shape: LaneConvolution, _ left: Int, _ rows: Int, _ input: UnsafePointer<Float>,
    _ gradient: UnsafePointer<Float>, _ partial: UnsafeMutablePointer<Float>
  ) -> Int {
    let most = min(8, tileRegisters / outputs)
    let taps = min(left, most)
    switch taps {
    case 1: SampleTile<outputs, 1>.run(shape, rows, input, gradient, partial)
    case 2: SampleTile<outputs, 2>.run(shape, rows, input, gradient, partial)
    case 3: SampleTile<outputs, 3>.run(shape, rows, input, gradient, partial)
    case 4: SampleTile<outputs, 4>.run(shape, rows, input, gradient, partial)
    case 5: SampleTile<outputs, 5>.run(shape, rows, input, gradient, partial)
    case 6: SampleTile<outputs, 6>.run(shape, rows, input, gradient, partial)
    case 7: SampleTile<outputs, 7>.run(shape, rows, input, gradient, partial)
    default: SampleTile<outputs, 8>.run(shape, rows, input, gradient, partial)
    }
    return taps
  }
}

private struct SampleTile<let outputs: Int, let taps: Int> {
  @inline(__always) static func run(
    _ shape: LaneConvolution, _ rows: Int, _ input: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ partial: UnsafeMutablePointer<Float>
  ) {
    if outputs &* taps > tileRegisters { return }
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
        var gradients = InlineArray<outputs, Lanes> { _ in Lanes(repeating: 0) }
        for o in 0..<outputs { gradients[o] = (g + o &* blockWidth).lanes }
        for t in 0..<taps {
          let value = (x + t &* blockWidth).lanes
          for o in 0..<outputs { sums[o][t] = multiplyAdd(sums[o][t], gradients[o], value) }
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
    var t = 0
    while t < taps {
      column[t &* blockWidth] += total((partial + (o &* taps &+ t) &* blockWidth).block)
      t &+= 1
    }
    o &+= 1
  }
}

func biasGradient(
  _ shape: UnsafePointer<LaneConvolution>, _ gradient: UnsafePointer<Float>, _ partial: UnsafeMutablePointer<Float>
) {
  let shape = shape.pointee
  var o = 0
  while o < shape.outputs {
    let rest = shape.outputs &- o
    let from = gradient + o &* blockWidth
    let sums = partial + o &* blockWidth
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
}

private struct BiasTile<let outputs: Int> {
  @inline(__always) static func run(
    _ shape: LaneConvolution, _ gradient: UnsafePointer<Float>, _ partial: UnsafeMutablePointer<Float>
  ) {
    var sums = InlineArray<outputs, Block>(repeating: spread(0))
    for o in 0..<outputs { sums[o] = (partial + o &* blockWidth).block }
    var y = 0
    while y < shape.height {
      var g = gradient + y &* shape.outputRow
      let end = g + shape.width &* shape.outputColumn
      while g < end {
        for o in 0..<outputs { sums[o] += (g + o &* blockWidth).block }
        g += shape.outputColumn
      }
      y &+= 1
    }
    for o in 0..<outputs { (partial + o &* blockWidth).block = sums[o] }
  }
}
