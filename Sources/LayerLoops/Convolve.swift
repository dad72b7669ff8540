import CLayerLoops

// Forward: a tile of outputs × positions stays in registers while all taps run past.

func convolve(
  _ shape: UnsafePointer<LaneConvolution>, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
  _ bias: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>
) {
  let shape = shape.pointee
  var lane = 0
  while lane < blockWidth {
    var block = 0
    while block < shape.outputs {
      let outputs = min(blockWidth, shape.outputs &- block)
      var y = 0
      while y < shape.height {
        let row = input + y &* shape.inputRow + lane
        let result = output + y &* shape.outputRow + block &* blockWidth + lane
        convolveRow(shape, outputs, row, weights + block &* shape.taps, bias + block, result)
        y &+= 1
      }
      block &+= blockWidth
    }
    lane &+= laneWidth
  }
}

/// Outputs of the next tile where `rest` are left.
@inline(__always) private func tileOutputs(_ rest: Int, _ width: Int) -> Int {
  if width == 1 {
    // Only the outputs are accumulators: so many that none waits for itself.
    if rest >= 16 && mostBroadcasts >= 16 { return 16 }
    if rest >= 8 && mostBroadcasts >= 8 { return 8 }
    if rest >= 6 { return 6 }
  }
  if fits(8, 3) && rest >= 8 { return 8 }
  // Where a broadcast weight costs as much as a product, few are held and many positions run past.
  if spareRegisters > 1 && fits(2, 6) { return min(2, rest) }
  return rest == 6 && fits(6, 2) ? 6 : min(4, rest)
}

/// One row of positions for the up to 16 outputs of one block of weights.
@inline(__always) private func convolveRow(
  _ shape: LaneConvolution, _ outputs: Int, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
  _ bias: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>
) {
  var o = 0
  while o < outputs {
    let tile = tileOutputs(outputs &- o, shape.width)
    let w = weights + o
    let b = bias + o
    let result = output + o &* blockWidth
    switch tile {
    case 16: ConvolutionTile<16, 1>.run(shape, input, w, b, result)
    case 8: ConvolutionRow<8>.run(shape, input, w, b, result)
    case 6: ConvolutionRow<6>.run(shape, input, w, b, result)
    case 4: ConvolutionRow<4>.run(shape, input, w, b, result)
    case 3: ConvolutionRow<3>.run(shape, input, w, b, result)
    case 2: ConvolutionRow<2>.run(shape, input, w, b, result)
    default: ConvolutionRow<1>.run(shape, input, w, b, result)
    }
    o &+= tile
  }
}

/// All positions of a row for a fixed count of outputs, in tiles of as equal width as may be.
private struct ConvolutionRow<let outputs: Int> {
  @inline(never) static func run(
    _ shape: LaneConvolution, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ bias: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>
  ) {
    let most = mostColumns(outputs)
    var x = 0
    while x < shape.width {
      let rest = shape.width &- x
      let tiles = (rest &+ most &- 1) / most
      let positions = (rest &+ tiles &- 1) / tiles
      let from = input + x &* shape.inputColumn
      let to = output + x &* shape.outputColumn
      switch positions {
      case 1: ConvolutionTile<outputs, 1>.run(shape, from, weights, bias, to)
      case 2: ConvolutionTile<outputs, 2>.run(shape, from, weights, bias, to)
      case 3: ConvolutionTile<outputs, 3>.run(shape, from, weights, bias, to)
      case 4: ConvolutionTile<outputs, 4>.run(shape, from, weights, bias, to)
      case 5: ConvolutionTile<outputs, 5>.run(shape, from, weights, bias, to)
      case 6: ConvolutionTile<outputs, 6>.run(shape, from, weights, bias, to)
      case 7: ConvolutionTile<outputs, 7>.run(shape, from, weights, bias, to)
      default: ConvolutionTile<outputs, 8>.run(shape, from, weights, bias, to)
      }
      x &+= positions
    }
  }
}

private struct ConvolutionTile<let outputs: Int, let positions: Int> {
  @inline(__always) static func run(
    _ shape: LaneConvolution, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ bias: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>
  ) {
    // A tile that does not fit is never asked for; without its code the function stays small.
    if !fits(outputs, positions) { return }
    typealias Row = InlineArray<positions, Lanes>
    var sums = InlineArray<outputs, Row> { _ in Row { _ in Lanes(repeating: 0) } }
    for o in 0..<outputs {
      for p in 0..<positions { sums[o][p] = Lanes(repeating: bias[o]) }
    }
    let column = shape.inputColumn
    var run = shape.runs
    let lastRun = run + shape.runCount
    while run < lastRun {
      var x = input + run.pointee.input
      var w = weights + run.pointee.weight &* blockWidth
      let end = x + run.pointee.length &* blockWidth
      while x < end {
        if outputs < positions {
          var held = InlineArray<outputs, Lanes> { _ in Lanes(repeating: 0) }
          for o in 0..<outputs { held[o] = Lanes(repeating: w[o]) }
          for p in 0..<positions {
            let value = (x + p &* column).lanes
            for o in 0..<outputs { sums[o][p] = multiplyAdd(sums[o][p], value, held[o]) }
          }
        } else {
          var held = Row(repeating: Lanes(repeating: 0))
          for p in 0..<positions { held[p] = (x + p &* column).lanes }
          for o in 0..<outputs {
            let weight = Lanes(repeating: w[o])
            for p in 0..<positions { sums[o][p] = multiplyAdd(sums[o][p], weight, held[p]) }
          }
        }
        x += blockWidth
        w += blockWidth
      }
      run += 1
    }
    for o in 0..<outputs {
      for p in 0..<positions { (output + p &* shape.outputColumn + o &* blockWidth).lanes = sums[o][p] }
    }
  }
}
