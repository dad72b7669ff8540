import CLayerLoops
import NetworkDescription

/// Mean 0 and deviation 1 over the whole batch: every block sums, then all wait for each other.
package struct BatchNormalizationStep: LaneStep {
  let input: StepInput
  let output: MapLayout
  let outputGradient: MapLayout?
  let scale: ParameterLayout.Slot
  let shift: ParameterLayout.Slot
  let mean: ParameterLayout.Slot
  let variance: ParameterLayout.Slot
  let learns: Bool
  /// The block's sums (two numbers a channel and lane) in its memory.
  let sumStart: Int
  /// Where the block's sums stand.
  package var sumRange: Range<Int> { sumStart..<sumStart + BatchNormalizationStep.sumCount(channels) }
  /// Coefficients in the memory that all blocks share: eight numbers a channel.
  let sharedStart: Int

  static func sumCount(_ channels: Int) -> Int { 2 * channels * LaneBuffer.block }
  static func sharedCount(_ channels: Int) -> Int { 8 * LaneBuffer.padded(channels) }

  private enum Row: Int {
    case mean, inverseDeviation, scale, shift, slope, gradientShift
    /// The running mean and variance before the batch.
    case meanBefore, varianceBefore
  }
  private var channels: Int { output.shape.channels }

  private func row(_ row: Row, _ shared: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Float> {
    shared + sharedStart + row.rawValue * LaneBuffer.padded(channels)
  }

  package func forward(_ context: StepContext) {
    if !context.isTraining { setRunningCoefficients(context) }
    var from = input.values.map(in: context.memory)
    var to = output.map(in: context.memory)
    layerLoops.affine(&from, row(.scale, context.shared), row(.shift, context.shared), &to)
  }

  /// The coefficients of the running mean and variance.
  private func setRunningCoefficients(_ context: StepContext) {
    for c in 0..<channels {
      let deviation = (context.parameters[variance.start + c] + BatchNormalizationLayer.epsilon).squareRoot()
      let factor = context.parameters[scale.start + c] / deviation
      row(.scale, context.shared)[c] = factor
      row(.shift, context.shared)[c] = context.parameters[shift.start + c] - context.parameters[mean.start + c] * factor
    }
  }

  /// Sums of the block: values, and squared distances from the running mean.
  package func sum(_ context: StepContext) {
    let sums = context.memory + sumStart
    sums.update(repeating: 0, count: 2 * output.column)
    var from = input.values.map(in: context.memory)
    layerLoops.channelSums(
      &from, context.parameters + mean.start, context.samples, sums, sums + output.column)
  }

  /// Mean and deviation of the batch from the sums of its blocks, in their order; moves the running ones.
  package func finish(
    _ blocks: [UnsafeMutablePointer<Float>], samples: Int, parameters: UnsafeMutablePointer<Float>,
    shared: UnsafeMutablePointer<Float>
  ) {
    let count = Double(samples * output.shape.height * output.shape.width)
    let momentum = BatchNormalizationLayer.momentum
    for c in 0..<channels {
      let center = parameters[mean.start + c]
      let average = total(blocks, c) / count
      let offset = average - Double(center)
      let spread = max(0, total(blocks, channels + c) / count - offset * offset)
      let inverse = 1 / (spread + Double(BatchNormalizationLayer.epsilon)).squareRoot()
      let factor = Double(parameters[scale.start + c]) * inverse
      row(.mean, shared)[c] = Float(average)
      row(.inverseDeviation, shared)[c] = Float(inverse)
      row(.scale, shared)[c] = Float(factor)
      row(.shift, shared)[c] = Float(Double(parameters[shift.start + c]) - average * factor)
      row(.meanBefore, shared)[c] = center
      row(.varianceBefore, shared)[c] = parameters[variance.start + c]
      parameters[mean.start + c] = center + momentum * (Float(average) - center)
      let unbiased = Float(count > 1 ? spread * count / (count - 1) : spread)
      parameters[variance.start + c] += momentum * (unbiased - parameters[variance.start + c])
    }
  }

  /// Takes back what ``finish(_:samples:parameters:shared:)`` made of the running mean and variance: the batch led to no
  /// step.
  package func restore(parameters: UnsafeMutablePointer<Float>, shared: UnsafeMutablePointer<Float>) {
    for c in 0..<channels {
      parameters[mean.start + c] = row(.meanBefore, shared)[c]
      parameters[variance.start + c] = row(.varianceBefore, shared)[c]
    }
  }

  /// Sums of the block: gradient times value, and gradient.
  package func sumGradient(_ context: StepContext) {
    guard let outputGradient else { return }
    let sums = context.memory + sumStart
    sums.update(repeating: 0, count: 2 * output.column)
    var values = input.values.map(in: context.memory)
    var gradient = outputGradient.map(in: context.memory)
    // The result of this pass is not the layer's gradient yet; it goes where the output was, which is used up.
    var unused = output.map(in: context.memory)
    layerLoops.affineGradient(
      &values, &gradient, row(.scale, context.shared), &unused, 0, sums, sums + output.column)
  }

  /// The coefficients of the way back, and the gradients of scale and shift, which go into the first shard.
  package func finishGradient(
    _ blocks: [UnsafeMutablePointer<Float>], samples: Int, shared: UnsafeMutablePointer<Float>,
    gradient: UnsafeMutablePointer<Float>
  ) {
    let count = Double(samples * output.shape.height * output.shape.width)
    for c in 0..<channels {
      let average = Double(row(.mean, shared)[c])
      let inverse = Double(row(.inverseDeviation, shared)[c])
      let factor = Double(row(.scale, shared)[c])
      let shiftGradient = total(blocks, channels + c)
      let scaleGradient = (total(blocks, c) - average * shiftGradient) * inverse
      let slope = -factor * scaleGradient * inverse / count
      row(.slope, shared)[c] = Float(slope)
      row(.gradientShift, shared)[c] = Float(-factor * shiftGradient / count - slope * average)
      if learns {
        gradient[scale.start + c] += Float(scaleGradient)
        gradient[shift.start + c] += Float(shiftGradient)
      }
    }
  }

  private func total(_ blocks: [UnsafeMutablePointer<Float>], _ row: Int) -> Double {
    var sum = 0.0
    for block in blocks {
      let lanes = block + sumStart + row * LaneBuffer.block
      for lane in 0..<LaneBuffer.block { sum += Double(lanes[lane]) }
    }
    return sum
  }

  package func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard let target = input.gradient, let outputGradient else { return }
    var values = input.values.map(in: context.memory)
    var gradient = outputGradient.map(in: context.memory)
    var result = target.map(in: context.memory)
    layerLoops.normalizationGradient(
      &values, &gradient, row(.scale, context.shared), row(.slope, context.shared),
      row(.gradientShift, context.shared), context.samples, &result, input.flag)
  }
}
