import CLayerLoops

/// The class of each sample as a vector, to compare with.
@inline(__always) private func classes(_ labels: UnsafePointer<Int32>) -> SIMD16<Int32> {
  var result = SIMD16<Int32>()
  for lane in 0..<16 { result[lane] = labels[lane] }
  return result
}

@inline(__always) private func isClass(_ labels: SIMD16<Int32>, _ number: Int) -> SIMDMask<SIMD16<Int32>> {
  labels .== SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: number))
}

@inline(__always) private func largestValue(_ values: UnsafePointer<Float>, _ count: Int) -> Block {
  var best = values.block
  var i = 1
  while i < count {
    best = larger(best, (values + i &* blockWidth).block)
    i &+= 1
  }
  return best
}

func softmax(_ logits: UnsafePointer<Float>, _ count: Int, _ probabilities: UnsafeMutablePointer<Float>) {
  let best = largestValue(logits, count)
  var sum = spread(0)
  for i in 0..<count {
    let value = exponential((logits + i &* blockWidth).block - best)
    (probabilities + i &* blockWidth).block = value
    sum += value
  }
  let scale = spread(1) / sum
  for i in 0..<count { (probabilities + i &* blockWidth).block *= scale }
}

func softmaxGradient(
  _ probabilities: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, _ count: Int,
  _ result: UnsafeMutablePointer<Float>, _ add: Int32
) {
  var mean = spread(0)
  for i in 0..<count {
    mean = multiplyAdd(mean, (probabilities + i &* blockWidth).block, (gradient + i &* blockWidth).block)
  }
  for i in 0..<count {
    let j = i &* blockWidth
    put((probabilities + j).block * ((gradient + j).block - mean), result + j, add != 0)
  }
}

// −Σ t ln p with t = (1 − smoothing) at the class + smoothing / classes everywhere; the gradient is p − t.
func crossEntropy(
  _ logits: UnsafePointer<Float>, _ count: Int, _ labels: UnsafePointer<Int32>, _ samples: Int, _ smoothing: Float,
  _ scale: Float, _ gradient: UnsafeMutablePointer<Float>, _ losses: UnsafeMutablePointer<Float>
) {
  let label = classes(labels)
  let mask = present(samples)
  let best = largestValue(logits, count)
  var sum = spread(0)
  var target = spread(0)
  var all = spread(0)
  for i in 0..<count {
    let value = (logits + i &* blockWidth).block - best
    let power = exponential(value)
    (gradient + i &* blockWidth).block = power
    sum += power
    all += value
    target = target.replacing(with: value, where: isClass(label, i))
  }
  let share = smoothing / Float(count)
  let loss = logarithm(sum) - target * (1 - smoothing) - all * share
  losses.block = spread(0).replacing(with: loss, where: mask)
  let factor = spread(scale) / sum
  let low = spread(-share * scale)
  let high = spread((smoothing - 1 - share) * scale)
  for i in 0..<count {
    let place = gradient + i &* blockWidth
    let wanted = low.replacing(with: high, where: isClass(label, i))
    place.block = spread(0).replacing(with: multiplyAdd(wanted, place.block, factor), where: mask)
  }
}

// ½ Σ (y − t)² with t as above.
func squaredError(
  _ outputs: UnsafePointer<Float>, _ count: Int, _ labels: UnsafePointer<Int32>, _ samples: Int, _ smoothing: Float,
  _ scale: Float, _ gradient: UnsafeMutablePointer<Float>, _ losses: UnsafeMutablePointer<Float>
) {
  let label = classes(labels)
  let mask = present(samples)
  let share = smoothing / Float(count)
  let low = spread(share)
  let high = spread(1 - smoothing + share)
  var loss = spread(0)
  for i in 0..<count {
    let place = i &* blockWidth
    let target = low.replacing(with: high, where: isClass(label, i))
    let difference = (outputs + place).block - target
    loss = multiplyAdd(loss, difference * 0.5, difference)
    (gradient + place).block = spread(0).replacing(with: difference * scale, where: mask)
  }
  losses.block = spread(0).replacing(with: loss, where: mask)
}

// Σ over j ≠ class of max(0, 1 + y[j] − y[class]) (Weston & Watkins 1999).
func hinge(
  _ outputs: UnsafePointer<Float>, _ count: Int, _ labels: UnsafePointer<Int32>, _ samples: Int, _ scale: Float,
  _ gradient: UnsafeMutablePointer<Float>, _ losses: UnsafeMutablePointer<Float>
) {
  let label = classes(labels)
  let mask = present(samples)
  let zero = spread(0)
  var target = zero
  for i in 0..<count { target = target.replacing(with: (outputs + i &* blockWidth).block, where: isClass(label, i)) }
  var loss = zero
  var violations = zero
  for i in 0..<count {
    let place = i &* blockWidth
    let margin = ((outputs + place).block - target + 1).replacing(with: zero, where: isClass(label, i))
    let violated = mask .& (margin .> zero)
    // Not `violated`, so that NaN comes through.
    loss += zero.replacing(with: margin, where: mask .& .!(margin .<= zero))
    let step = zero.replacing(with: spread(scale), where: violated)
    violations += step
    (gradient + place).block = step
  }
  for i in 0..<count {
    let place = gradient + i &* blockWidth
    place.block = place.block.replacing(with: -violations, where: isClass(label, i) .& mask)
  }
  losses.block = loss
}

func largest(_ outputs: UnsafePointer<Float>, _ count: Int, _ winners: UnsafeMutablePointer<Int32>) {
  var best = outputs.block
  var winner = SIMD16<Int32>(repeating: 0)
  var i = 1
  while i < count {
    let value = (outputs + i &* blockWidth).block
    let isLarger = value .> best
    best = best.replacing(with: value, where: isLarger)
    winner = winner.replacing(with: SIMD16(repeating: Int32(truncatingIfNeeded: i)), where: isLarger)
    i &+= 1
  }
  for lane in 0..<16 { winners[lane] = winner[lane] }
}

func radialBasis(
  _ input: UnsafePointer<Float>, _ inputs: Int, _ patterns: UnsafePointer<Float>, _ outputs: Int,
  _ output: UnsafeMutablePointer<Float>
) {
  for o in 0..<outputs {
    var sum = spread(0)
    for i in 0..<inputs {
      let difference = (input + i &* blockWidth).block - spread(patterns[o &* inputs &+ i])
      sum = multiplyAdd(sum, difference, difference)
    }
    (output + o &* blockWidth).block = sum * -0.5
  }
}

func radialBasisGradient(
  _ input: UnsafePointer<Float>, _ inputs: Int, _ patterns: UnsafePointer<Float>, _ outputs: Int,
  _ gradient: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>, _ add: Int32
) {
  for i in 0..<inputs {
    let value = (input + i &* blockWidth).block
    var sum = spread(0)
    for o in 0..<outputs {
      sum = multiplyAdd(sum, spread(patterns[o &* inputs &+ i]) - value, (gradient + o &* blockWidth).block)
    }
    put(sum, result + i &* blockWidth, add != 0)
  }
}
