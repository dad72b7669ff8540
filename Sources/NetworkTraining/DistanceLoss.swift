import NetworkEngine

/// The squared error of a network whose outputs are −½ · distance² to fixed patterns: that of the values before them and
/// the pattern of the right class, which is the output itself with its sign turned (LeCun et al. 1998, equation 8).
///
/// Outputs and gradient hold a block of samples for each of `count` classes; a label is −1 where there is no sample.
func distanceLoss(
  _ outputs: UnsafePointer<Float>, _ count: Int, _ labels: UnsafePointer<Int32>, _ samples: Int, _ smoothing: Float,
  _ scale: Float, _ gradient: UnsafeMutablePointer<Float>, _ losses: UnsafeMutablePointer<Float>
) {
  let share = smoothing / Float(count)
  for lane in 0..<LaneBuffer.block {
    var loss: Float = 0
    for i in 0..<count {
      let place = i * LaneBuffer.block + lane
      let weight = share + (labels[lane] == Int32(i) ? 1 - smoothing : 0)
      if lane < samples { loss -= weight * outputs[place] }
      gradient[place] = lane < samples ? -weight * scale : 0
    }
    losses[lane] = loss
  }
}
