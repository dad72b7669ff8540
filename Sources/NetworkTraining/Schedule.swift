#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

import ConvolutionCore

/// How the learning rate changes over the training.
public enum Schedule: Sendable, Equatable {
  /// Always the same.
  case constant
  /// Times `factor` after every so many epochs.
  case step(every: Int, factor: Float)
  /// Half a cosine from the rate down to 0.
  case cosine
  /// Up from 1/25 to the rate over the warm-up, down to 1/250,000 of it, both as half cosines (Smith 2018; PyTorch's).
  case oneCycle

  /// The rate of step `step` of `total`, an epoch having `epochSteps`.
  func rate(_ peak: Float, step: Int, total: Int, epochSteps: Int, warmUp: Float) -> Float {
    let rising = Double(warmUp) * Double(total)
    let position = Double(step)
    if case .oneCycle = self {
      let first = Double(peak) / 25
      let last = first / 10_000
      // PyTorch's steps: the peak is step `rising` − 1, the end the last step.
      let top = max(rising - 1, 1)
      if position <= top { return Float(between(first, Double(peak), position / top)) }
      return Float(between(Double(peak), last, min(1, (position - top) / max(Double(total) - 1 - top, 1))))
    }
    if position < rising { return Float(Double(peak) * (position + 1) / rising) }
    switch self {
    case .step(let every, let factor):
      var rate = peak
      for _ in 0..<(step / max(epochSteps, 1) / every) { rate *= factor }
      return rate
    case .cosine: return Float(between(Double(peak), 0, (position - rising) / max(Double(total) - rising, 1)))
    default: return peak
    }
  }

  /// From `start` to `end` along half a cosine, `share` from 0 to 1.
  private func between(_ start: Double, _ end: Double, _ share: Double) -> Double {
    end + (start - end) * halfCosine(share)
  }
}

/// From 1 to 0 as `share` goes from 0 to 1.
private func halfCosine(_ share: Double) -> Double { (1 + cosine(Double.pi * share)) / 2 }
