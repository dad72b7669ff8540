import CLaneKernels

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
        transpose(g, outputs, to)
        to += blockWidth &* blockWidth
        x &+= 1
      }
      y &+= 1
    }
    block &+= blockWidth
  }
}

/// Sixteen rows of sixteen, rows beyond `count` taken as zero, turned into columns.
@inline(__always) private func transpose(
  _ from: UnsafePointer<Float>, _ count: Int, _ to: UnsafeMutablePointer<Float>
) {
  var rows = InlineArray<16, Block> { _ in Block(repeating: 0) }
  if count == 16 {
    for r in 0..<16 { rows[r] = (from + r &* blockWidth).block }
  } else {
    for r in 0..<16 where r < count { rows[r] = (from + r &* blockWidth).block }
  }
  // Four rounds of interleaving rows that stand eight apart: a transposition without a table.
  for _ in 0..<4 {
    var next = InlineArray<16, Block> { _ in Block(repeating: 0) }
    for r in 0..<8 {
      let pair = interleaved(rows[r], rows[r &+ 8])
      next[2 &* r] = pair.0
      next[2 &* r &+ 1] = pair.1
    }
    rows = next
  }
  for r in 0..<16 { (to + r &* blockWidth).block = rows[r] }
}

/// a₀ b₀ a₁ b₁ … in two vectors.
@inline(__always) private func interleaved(_ a: Block, _ b: Block) -> (Block, Block) {
  var low = Block(repeating: 0)
  var high = Block(repeating: 0)
  low.evenHalf = a.lowHalf
  low.oddHalf = b.lowHalf
  high.evenHalf = a.highHalf
  high.oddHalf = b.highHalf
  return (low, high)
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
  if left >= 24 && tileRegisters >= 24 && left != 30 {
    OutputTile<24>.run(shape, input, transposed, result)
    return 24
  }
  if left >= 15 && tileRegisters >= 24 {
    OutputTile<15>.run(shape, input, transposed, result)
    return 15
  }
  if left >= 12 {
    OutputTile<12>.run(shape, input, transposed, result)
    return 12
  }
  if left >= 8 {
    OutputTile<8>.run(shape, input, transposed, result)
    return 8
  }
  if left >= 4 {
    OutputTile<4>.run(shape, input, transposed, result)
    return 4
  }
  if left >= 2 {
    OutputTile<2>.run(shape, input, transposed, result)
    return 2
  }
  OutputTile<1>.run(shape, input, transposed, result)
  return 1
}

private struct OutputTile<let taps: Int> {
  @inline(never) static func run(
    _ shape: LaneConvolution, _ input: UnsafePointer<Float>, _ transposed: UnsafePointer<Float>,
    _ result: UnsafeMutablePointer<Float>
  ) {
    var lane = 0
    while lane < blockWidth {
      var sums = InlineArray<taps, Lanes> { _ in Lanes(repeating: 0) }
      for t in 0..<taps { sums[t] = (result + t &* blockWidth + lane).lanes }
      var g = transposed + lane
      var y = 0
      while y < shape.height {
        var x = input + y &* shape.inputRow
        let end = x + shape.width &* shape.inputColumn
        while x < end {
          for sample in 0..<16 {
            let gradients = (g + sample &* blockWidth).lanes
            for t in 0..<taps {
              sums[t] = multiplyAdd(sums[t], gradients, Lanes(repeating: x[t &* blockWidth &+ sample]))
            }
          }
          g += blockWidth &* blockWidth
          x += shape.inputColumn
        }
        y &+= 1
      }
      for t in 0..<taps { (result + t &* blockWidth + lane).lanes = sums[t] }
      lane &+= laneWidth
    }
  }
}
