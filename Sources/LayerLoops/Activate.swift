import CLayerLoops

func activate(
  _ kind: LaneActivation, _ slope: Float, _ input: UnsafePointer<LaneMap>, _ output: UnsafePointer<LaneMap>
) {
  let from = input.pointee
  let to = output.pointee
  let zero = spread(0)
  switch kind {
  case LaneReLU:
    forEachBlock(from, to) { a, b in b.block = a.block.replacing(with: zero, where: a.block .< zero) }
  case LaneLeakyReLU:
    let slope = spread(slope)
    forEachBlock(from, to) { a, b in b.block = a.block.replacing(with: a.block * slope, where: a.block .< zero) }
  case LaneTanh: forEachBlock(from, to) { a, b in b.block = hyperbolicTangent(a.block) }
  case LaneScaledTanh:
    forEachBlock(from, to) { a, b in b.block = hyperbolicTangent(a.block * (2.0 / 3.0)) * 1.7159 }
  default: forEachBlock(from, to) { a, b in b.block = logistic(a.block) }
  }
}

// The derivative follows from the output alone, so that an activation may overwrite its input.
func activationGradient(
  _ kind: LaneActivation, _ slope: Float, _ output: UnsafePointer<LaneMap>, _ gradient: UnsafePointer<LaneMap>,
  _ result: UnsafePointer<LaneMap>, _ add: Int32
) {
  let values = output.pointee
  let from = gradient.pointee
  let to = result.pointee
  let zero = spread(0)
  let add = add != 0
  switch kind {
  case LaneReLU:
    forEachBlock(values, from, to) { v, g, r in
      put(g.block.replacing(with: zero, where: v.block .<= zero), r, add)
    }
  case LaneLeakyReLU:
    let slope = spread(slope)
    forEachBlock(values, from, to) { v, g, r in
      put(g.block.replacing(with: g.block * slope, where: v.block .<= zero), r, add)
    }
  case LaneTanh:
    forEachBlock(values, from, to) { v, g, r in put(g.block * (spread(1) - v.block * v.block), r, add) }
  case LaneScaledTanh:
    // a · tanh(bx) has the derivative b/a · (a² − y²).
    forEachBlock(values, from, to) { v, g, r in
      put(g.block * (spread(1.7159 * 1.7159) - v.block * v.block) * (2.0 / 3.0 / 1.7159), r, add)
    }
  default:
    forEachBlock(values, from, to) { v, g, r in put(g.block * v.block * (spread(1) - v.block), r, add) }
  }
}

/// The random word of value `index`: a mixing of its number and a seed (Wellons, "Prospecting for hash functions").
@inline(__always) private func randomWords(_ index: UInt32, _ seed: UInt32) -> SIMD16<UInt32> {
  let lane = SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  var word = (lane &+ SIMD16(repeating: index)) ^ SIMD16(repeating: seed)
  word ^= word &>> 16
  word = word &* SIMD16(repeating: 0x7FEB_352D)
  word ^= word &>> 15
  word = word &* SIMD16(repeating: 0x846C_A68B)
  word ^= word &>> 16
  return word
}

func dropOut(
  _ input: UnsafePointer<LaneMap>, _ output: UnsafePointer<LaneMap>, _ seed: UInt32, _ rate: Float, _ add: Int32
) {
  let scale = spread(1 / (1 - rate))
  let threshold = SIMD16<UInt32>(repeating: UInt32(rate * 16_777_216))
  var index: UInt32 = 0
  forEachBlock(input.pointee, output.pointee) { a, b in
    let drops = randomWords(index, seed) &>> 8 .< threshold
    put((a.block * scale).replacing(with: spread(0), where: drops), b, add != 0)
    index &+= 16
  }
}
