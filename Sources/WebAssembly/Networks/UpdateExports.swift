import NetworkTraining

/// One number's step as the page shows it, by the loops that train: `state` holds the number, its velocity (Adam: mean)
/// and Adam's mean of squares, and receives them as they are after it. 0, or −1 where the settings are none.
///
/// `settings` is as `trainer_new` takes it, `time` the steps taken before; biases do not decay.
@_expose(wasm, "single_step") @_cdecl("single_step")
func singleStep(
  _ settings: UnsafePointer<Float>, _ time: Int32, _ isBias: Int32, _ gradient: Float,
  _ state: UnsafeMutablePointer<Float>
) -> Int32 {
  guard let step = SingleStep(configuration(settings, seed: 1)) else { return -1 }
  let before = SingleStep.State(weight: state[0], first: state[1], second: state[2])
  let after = step.applied(before, gradient: gradient, time: Int(time), isBias: isBias == 1)
  state[0] = after.weight
  state[1] = after.first
  state[2] = after.second
  return 0
}
