import CLayerLoops

// Along a binary tree: neighbours first, then pairs of neighbours. Processes that each hold a part of the shards can then
// sum theirs first and have the same bits.
func sumShards(
  _ shards: UnsafePointer<UnsafePointer<Float>>, _ count: Int, _ start: Int, _ end: Int,
  _ result: UnsafeMutablePointer<Float>
) {
  guard count > 2 else { return sumPair(shards, count, start, end, result) }
  // Sums of finished subtrees, the largest first: no more than a count has binary digits.
  withUnsafeTemporaryAllocation(byteCount: 64 &* 4 &* blockWidth, alignment: 64) { memory in
    guard let subtrees = memory.baseAddress?.assumingMemoryBound(to: Block.self) else { return }
    var i = start
    while i < end {
      var depth = 0
      var shard = 0
      while shard < count {
        var sum = (shards[shard] + i).block
        shard &+= 1
        var pairs = shard
        while pairs & 1 == 0 {
          depth &-= 1
          sum = subtrees[depth] + sum
          pairs >>= 1
        }
        subtrees[depth] = sum
        depth &+= 1
      }
      depth &-= 1
      var sum = subtrees[depth]
      while depth > 0 {
        depth &-= 1
        sum = subtrees[depth] + sum
      }
      (result + i).block = sum
      i &+= blockWidth
    }
  }
}

private func sumPair(
  _ shards: UnsafePointer<UnsafePointer<Float>>, _ count: Int, _ start: Int, _ end: Int,
  _ result: UnsafeMutablePointer<Float>
) {
  var i = start
  while i < end {
    let first = (shards[0] + i).block
    (result + i).block = count == 2 ? first + (shards[1] + i).block : first
    i &+= blockWidth
  }
}

// v ← μ v + g (+ decay · w); w ← w − rate · v, or with Nesterov w − rate · (g + μ v), as in PyTorch.
func descend(
  _ update: UnsafePointer<LaneUpdate>, _ weights: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
  _ velocity: UnsafeMutablePointer<Float>, _ count: Int
) {
  let update = update.pointee
  let rate = spread(-update.rate)
  let momentum = spread(update.momentum)
  let decay = spread(update.decay)
  let nesterov = update.nesterov != 0
  var i = 0
  while i < count {
    let weight = (weights + i).block
    let g = multiplyAdd((gradient + i).block, weight, decay)
    let v = multiplyAdd(g, (velocity + i).block, momentum)
    (velocity + i).block = v
    (weights + i).block = multiplyAdd(weight, nesterov ? multiplyAdd(g, v, momentum) : v, rate)
    i &+= blockWidth
  }
}

// Kingma & Ba 2015; decay in the gradient (Adam) or apart from it (AdamW, Loshchilov & Hutter 2019), as in PyTorch.
func adam(
  _ update: UnsafePointer<LaneUpdate>, _ weights: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
  _ mean: UnsafeMutablePointer<Float>, _ variance: UnsafeMutablePointer<Float>, _ count: Int
) {
  let update = update.pointee
  let coupled = spread(update.decoupled != 0 ? 0 : update.decay)
  let shrink = spread(update.decoupled != 0 ? 1 - update.rate * update.decay : 1)
  let correction2 = spread(update.correction2)
  let rate = spread(-update.rate * update.correction1)
  var i = 0
  while i < count {
    let weight = (weights + i).block
    let g = multiplyAdd((gradient + i).block, weight, coupled)
    let m = multiplyAdd((mean + i).block * update.beta1, g, spread(1 - update.beta1))
    let v = multiplyAdd((variance + i).block * update.beta2, g * g, spread(1 - update.beta2))
    (mean + i).block = m
    (variance + i).block = v
    let step = m / (squareRoot(v * correction2) + update.epsilon)
    (weights + i).block = multiplyAdd(weight * shrink, step, rate)
    i &+= blockWidth
  }
}

func follow(
  _ average: UnsafeMutablePointer<Float>, _ weights: UnsafePointer<Float>, _ decay: Float, _ count: Int
) {
  let share = spread(1 - decay)
  var i = 0
  while i < count {
    let old = (average + i).block
    (average + i).block = multiplyAdd(old, (weights + i).block - old, share)
    i &+= blockWidth
  }
}
