import CLayerLoops
import ConvolutionCore
import NetworkDescription
import NetworkEngine

/// The arrays that an optimiser keeps, and one step of it over any part of the parameters.
struct ParameterUpdate {
  let layout: ParameterLayout
  let configuration: TrainingConfiguration
  /// Slots of frozen layers.
  let frozen: [Bool]
  let weights: LaneBuffer
  let first: LaneBuffer
  let second: LaneBuffer?
  let average: LaneBuffer?

  init(
    _ layout: ParameterLayout, _ configuration: TrainingConfiguration, frozen: [Bool], weights: LaneBuffer
  ) {
    self.layout = layout
    self.configuration = configuration
    self.frozen = frozen
    self.weights = weights
    first = LaneBuffer(layout.count)
    if case .sgd = configuration.optimizer { second = nil } else { second = LaneBuffer(layout.count) }
    average = configuration.averageDecay == nil ? nil : LaneBuffer(layout.count)
    average?.start.update(from: weights.start, count: layout.count)
  }

  /// Step number `time` (from 0) on the parameters of `range`, a whole number of blocks.
  func apply(_ gradient: UnsafePointer<Float>, _ range: Range<Int>, rate: Float, time: Int) {
    var update = LaneUpdate()
    update.rate = rate
    switch configuration.optimizer {
    case .sgd(let momentum, let nesterov):
      update.momentum = momentum
      update.nesterov = nesterov ? 1 : 0
    case .adam(let beta1, let beta2, let epsilon): setAdam(&update, beta1, beta2, epsilon, time)
    case .adamW(let beta1, let beta2, let epsilon):
      setAdam(&update, beta1, beta2, epsilon, time)
      update.decoupled = 1
    }
    for (index, slot) in layout.slots.enumerated() {
      let start = max(range.lowerBound, slot.start)
      let end = min(range.upperBound, slot.start + slot.count)
      guard start < end else { continue }
      if slot.description.role != .statistic && !frozen[index] {
        update.decay = slot.description.role == .weight ? configuration.weightDecay : 0
        step(&update, gradient, start, end - start)
      }
      if let average { follow(average, slot, start, end - start, time) }
    }
  }

  private func step(_ update: inout LaneUpdate, _ gradient: UnsafePointer<Float>, _ start: Int, _ count: Int) {
    if let second {
      layerLoops.adam(
        &update, weights.start + start, gradient + start, first.start + start, second.start + start, count)
    } else {
      layerLoops.descend(&update, weights.start + start, gradient + start, first.start + start, count)
    }
  }

  /// The average starts fast, so that the random numbers of the beginning leave it soon.
  private func follow(_ average: LaneBuffer, _ slot: ParameterLayout.Slot, _ start: Int, _ count: Int, _ time: Int) {
    guard let decay = configuration.averageDecay else { return }
    let early = Float(time + 1) / Float(time + 10)
    layerLoops.follow(
      average.start + start, weights.start + start, slot.description.role == .statistic ? 0 : min(decay, early), count)
  }

  private func setAdam(_ update: inout LaneUpdate, _ beta1: Float, _ beta2: Float, _ epsilon: Float, _ time: Int) {
    update.beta1 = beta1
    update.beta2 = beta2
    update.epsilon = epsilon
    update.correction1 = Float(1 / (1 - power(Double(beta1), time + 1)))
    update.correction2 = Float(1 / (1 - power(Double(beta2), time + 1)))
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var factor = base
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}
