import CLayerLoops
import NetworkDescription
import NetworkEngine
import Threading

/// What one step of a plan costs, measured.
@_spi(Benchmarks) public struct StepProfile: Sendable {
  /// What the step does.
  public let name: String
  /// Seconds for one block of sixteen samples.
  public let forward: Double, backward: Double
}

extension Trainer {
  /// The least of `rounds` times of every step on one block of sixteen samples, on this thread.
  @_spi(Benchmarks) public func profile(rounds: Int) -> [StepProfile] {
    let context = memory.context(block: 0, shard: 0, thread: 0, samples: LaneBuffer.block, seed: 1)
    let size = examples.pictureSize
    let loader = PictureLoader(plan.input, network.normalization)
    let load = least(rounds) {
      examples.pixels.withUnsafeBufferPointer { pixels in
        withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>.self, capacity: LaneBuffer.block) { pictures in
          guard let first = pixels.baseAddress else { return }
          for lane in 0..<LaneBuffer.block { pictures[lane] = first + lane * size }
          loader.load(pictures, count: LaneBuffer.block, into: context.memory)
        }
      }
    }
    var profiles = [StepProfile(name: "load", forward: load, backward: 0)]
    for (index, step) in plan.steps.enumerated() {
      let partials = context.partials + plan.partialStarts[index]
      profiles.append(
        StepProfile(
          name: "\(step.name) \(index)", forward: least(rounds) { step.forward(context) },
          backward: least(rounds) { step.backward(context, partials: partials) }))
    }
    return profiles
  }

  private func least(_ rounds: Int, _ body: () -> Void) -> Double {
    var best = Double.infinity
    for _ in 0..<rounds {
      let start = monotonicSeconds()
      body()
      best = min(best, monotonicSeconds() - start)
    }
    return best
  }
}

/// Floating-point operations a second of so many cores at once, at most: the best of several tries.
@_spi(Benchmarks) public func measuredPeak(threads: Int) -> Double {
  var best = 0.0
  for _ in 0..<20 {
    let barrier = SpinBarrier()
    let rates = Guarded<[Double]>([])
    parallelFor(threads, threads: threads) { _ in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 4) { numbers in
        guard let start = numbers.baseAddress else { return }
        for i in 0..<4 { start[i] = 0.5 }
        barrier.wait(for: threads)
        let begin = monotonicSeconds()
        let operations = layerLoops.measurePeak(1_000_000, start)
        let rate = operations / (monotonicSeconds() - begin)
        rates.withLock { $0.append(rate) }
      }
    }
    best = max(best, rates.withLock { $0.reduce(0, +) })
  }
  return best
}
