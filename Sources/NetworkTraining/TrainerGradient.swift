import ConvolutionCore
import NetworkDescription
import NetworkEngine

extension Trainer {
  /// Mean loss and gradient of all parameters over the first examples, one batch in the order given, nothing changed
  /// but the running statistics: what the tests hold against the reference.
  package func gradientOfFirstBatch() -> (loss: Double, gradient: [[Float]]) {
    let count = min(configuration.batch, examples.count)
    let order = (0..<Int32(count)).map { $0 }
    let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: LaneBuffer.block * examples.pictureSize)
    defer { scratch.deallocate() }
    examples.pixels.withUnsafeBufferPointer { pixels in
      examples.labels.withUnsafeBufferPointer { labels in
        order.withUnsafeBufferPointer { order in
          guard let pixels = pixels.baseAddress, let labels = labels.baseAddress, let order = order.baseAddress else {
            return
          }
          pass(pixels, labels, order).run(0..<count, time: 0, thread: 0, threads: 1, pictures: scratch)
        }
      }
    }
    let shards = memory.gradients.map { UnsafePointer($0.start) }
    let sum = LaneBuffer(plan.layout.count)
    shards.withUnsafeBufferPointer { shards in
      guard let first = shards.baseAddress else { return }
      layerLoops.sumShards(first, shards.count, 0, plan.layout.count, sum.start)
    }
    var loss = 0.0
    for block in 0..<(count + LaneBuffer.block - 1) / LaneBuffer.block { loss += memory.losses[block] }
    return (loss / Double(count), plan.layout.unpack(sum.start))
  }
}
