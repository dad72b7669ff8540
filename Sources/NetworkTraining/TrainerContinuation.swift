import NetworkDescription
import NetworkEngine

extension Trainer {
  /// Goes on with what another training of the same network has reached: its numbers and, where both optimisers keep the
  /// same, velocities and squares. The next step is the first of an epoch that `other` has not begun.
  public func goOn(from other: Trainer) {
    guard other.plan.layout.count == plan.layout.count else { return }
    let count = plan.layout.count
    memory.weights.start.update(from: other.memory.weights.start, count: count)
    update.average?.start.update(from: other.update.average?.start ?? other.memory.weights.start, count: count)
    if (update.second == nil) == (other.update.second == nil) {
      update.first.start.update(from: other.update.first.start, count: count)
      if let second = update.second, let earlier = other.update.second {
        second.start.update(from: earlier.start, count: count)
      }
      // Adam's corrections depend on how many steps there were.
      let steps = other.epoch * other.stepsPerEpoch + other.step
      epoch = (steps + stepsPerEpoch - 1) / stepsPerEpoch
    }
    (step, lossSum, hits, seen) = (0, 0, 0, 0)
  }

  /// Shows other pictures from now on, as many as before: a new epoch begins, what the optimiser keeps stays.
  ///
  /// For endless data, of which each part is an epoch.
  public func show(_ next: Examples) throws(NetworkError) {
    let shape = Shape(channels: next.channels, height: next.height, width: next.width)
    let expected = Shape(channels: examples.channels, height: examples.height, width: examples.width)
    guard shape == expected else { throw .inputShape(expected: expected, found: shape) }
    guard next.count == examples.count else {
      throw .invalidSetting("The number of pictures", found: "\(next.count)", expected: "\(examples.count), as before")
    }
    let classes = plan.output.shape.channels
    guard next.labels.allSatisfy({ Int($0) < classes }) else {
      throw .outputsDoNotMatchClasses(outputs: plan.output.shape, classes: Int(next.labels.max() ?? 0) + 1)
    }
    if step > 0 { epoch += 1 }
    examples = next
    (step, lossSum, hits, seen) = (0, 0, 0, 0)
  }

  /// What the optimiser keeps of every parameter, in the order of the architecture: velocities (SGD) or means and squares
  /// (Adam).
  public var optimizerState: (first: [[Float]], second: [[Float]]) {
    (plan.layout.unpack(update.first.start), update.second.map { plan.layout.unpack($0.start) } ?? [])
  }
}
