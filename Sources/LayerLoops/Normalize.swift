import CLayerLoops

/// All bits where the lane holds a sample.
@inline(__always) func present(_ samples: Int) -> SIMDMask<SIMD16<Int32>> {
  SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) .< SIMD16<Int32>(repeating: Int32(samples))
}

func channelSums(
  _ input: UnsafePointer<LaneMap>, _ center: UnsafePointer<Float>, _ samples: Int, _ sums: UnsafeMutablePointer<Float>,
  _ squares: UnsafeMutablePointer<Float>
) {
  let mask = present(samples)
  forEachChannel(input.pointee, input.pointee, input.pointee) { a, _, _, channel in
    let i = channel &* blockWidth
    let value = spread(0).replacing(with: a.block, where: mask)
    let distance = spread(0).replacing(with: a.block - spread(center[channel]), where: mask)
    (sums + i).block += value
    (squares + i).block = multiplyAdd((squares + i).block, distance, distance)
  }
}

func normalizationGradient(
  _ input: UnsafePointer<LaneMap>, _ gradient: UnsafePointer<LaneMap>, _ scale: UnsafePointer<Float>,
  _ slope: UnsafePointer<Float>, _ shift: UnsafePointer<Float>, _ samples: Int, _ result: UnsafePointer<LaneMap>,
  _ add: Int32
) {
  let mask = present(samples)
  forEachChannel(input.pointee, gradient.pointee, result.pointee) { a, g, r, channel in
    var value = multiplyAdd(spread(shift[channel]), a.block, spread(slope[channel]))
    value = multiplyAdd(value, g.block, spread(scale[channel]))
    put(spread(0).replacing(with: value, where: mask), r, add != 0)
  }
}
