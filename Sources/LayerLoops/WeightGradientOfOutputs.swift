import CLayerLoops

// The weights' gradient for many outputs: the output gradient is transposed, so that lanes are outputs and every
// input value is a scalar broadcast into the multiply-add.

func transposeGradient(
  _ shape: UnsafePointer<LaneConvolution>, _ gradient: UnsafePointer<Float>, _ transposed: UnsafeMutablePointer<Float>
) {
  let shape = shape.pointee
  var to = transposed
  var block = 0
  while block < shape.outputs {
    let outputs = min(blockWidth, shape.outputs &- block)
    var y = 0
    while y < shape.height {
      var x = 0
      while x < shape.width {
        let g = gradient + y &* shape.outputRow + x &* shape.outputColumn + block &* blockWidth
        transpose(g, blockWidth, count: outputs, to, blockWidth)
        to += blockWidth &* blockWidth
        x &+= 1
      }
      y &+= 1
    }
    block &+= blockWidth
  }
}

func weightGradientOfOutputs(
  _ shape: UnsafePointer<LaneConvolution>, _ input: UnsafePointer<Float>, _ transposed: UnsafePointer<Float>,
  _ result: UnsafeMutablePointer<Float>
) {
  let shape = shape.pointee
  let blockSize = shape.height &* shape.width &* blockWidth &* blockWidth
  var block = 0
  var from = transposed
  while block < shape.outputs {
    let to = result + block &* shape.taps
    var run = shape.runs
    let lastRun = run + shape.runCount
    while run < lastRun {
      let x = input + run.pointee.input
      let sums = to + run.pointee.weight &* blockWidth
      var t = 0
      while t < run.pointee.length {
        t &+= outputTaps(shape, run.pointee.length &- t, x + t &* blockWidth, from, sums + t &* blockWidth)
      }
      run += 1
    }
    from += blockSize
    block &+= blockWidth
  }
}

/// Does as many taps as fit into the registers and returns how many.
@inline(__always) private func outputTaps(
  _ shape: LaneConvolution, _ left: Int, _ input: UnsafePointer<Float>, _ transposed: UnsafePointer<Float>,
  _ result: UnsafeMutablePointer<Float>
) -> Int {
  if mostBroadcasts >= 16 {
    // All of a row of 30 at once: the accumulators and one vector are 31 registers.
    if left == 30 {
      OutputTile<5, 6>.run(shape, input, transposed, result)
      return 30
    }
    if left >= 24 {
      OutputTile<4, 6>.run(shape, input, transposed, result)
      return 24
    }
    if left >= 16 {
      OutputTile<4, 4>.run(shape, input, transposed, result)
      return 16
    }
  }
  if mostBroadcasts >= 8 && (left == 30 || left == 20 || left == 10) {
    OutputTile<2, 5>.run(shape, input, transposed, result)
    return 10
  }
  if left >= 12 && mostBroadcasts >= 8 {
    OutputTile<3, 4>.run(shape, input, transposed, result)
    return 12
  }
  if left >= 8 && mostBroadcasts >= 8 {
    OutputTile<2, 4>.run(shape, input, transposed, result)
    return 8
  }
  if left >= 6 {
    OutputTile<2, 3>.run(shape, input, transposed, result)
    return 6
  }
  if left >= 4 {
    OutputTile<1, 4>.run(shape, input, transposed, result)
    return 4
  }
  if left >= 2 {
    OutputTile<1, 2>.run(shape, input, transposed, result)
    return 2
  }
  OutputTile<1, 1>.run(shape, input, transposed, result)
  return 1
}

/// rows · columns taps; two small arrays, as a long one is not unrolled.
private struct OutputTile<let rows: Int, let columns: Int> {
  @inline(never) static func run(
    _ shape: LaneConvolution, _ input: UnsafePointer<Float>, _ transposed: UnsafePointer<Float>,
    _ result: UnsafeMutablePointer<Float>
  ) {
    typealias Row = InlineArray<columns, Lanes>
    var lane = 0
    while lane < blockWidth {
      let sums = result + lane
      var tile = InlineArray<rows, Row>(repeating: Row(repeating: Lanes(repeating: 0)))
      for r in 0..<rows {
        for c in 0..<columns { tile[r][c] = (sums + (r &* columns &+ c) &* blockWidth).lanes }
      }
      var g = transposed + lane
      var y = 0
      while y < shape.height {
        var x = input + y &* shape.inputRow
        let end = x + shape.width &* shape.inputColumn
        while x < end {
          for sample in 0..<16 {
            let gradients = (g + sample &* blockWidth).lanes
            let values = x + sample
            for r in 0..<rows {
              for c in 0..<columns {
                let value = Lanes(repeating: values[(r &* columns &+ c) &* blockWidth])
                tile[r][c] = multiplyAdd(tile[r][c], gradients, value)
              }
            }
          }
          g += blockWidth &* blockWidth
          x += shape.inputColumn
        }
        y &+= 1
      }
      for r in 0..<rows {
        for c in 0..<columns { (sums + (r &* columns &+ c) &* blockWidth).lanes = tile[r][c] }
      }
      lane &+= laneWidth
    }
  }
}
