// Backpropagation in the page: how loss and scores change with every value and weight of a loaded network.

private func array(_ values: UnsafePointer<Float>, _ count: Int) -> [Float] {
  Array(UnsafeBufferPointer(start: values, count: count))
}

/// Writes ∂/∂value for every value, the picture's first: of the loss at class `label` where `isLoss` is 1, else of that
/// class's score. Returns the loss or the score.
@_expose(wasm, "network_slopes") @_cdecl("network_slopes")
func networkSlopes(
  _ handle: Int32, _ label: Int32, _ isLoss: Int32, _ values: UnsafePointer<Float>,
  _ result: UnsafeMutablePointer<Float>
) -> Float {
  let network = networks[Int(handle) - 1]
  let values = array(values, network.valueCount)
  let first = network.starts[network.scoreLayer]
  var seed = [Float](repeating: 0, count: network.layers[network.scoreLayer].output.count)
  if isLoss == 1 { seed = network.lossSeed(Int(label), values) } else { seed[Int(label)] = 1 }
  result.update(from: network.slopes(seed: seed, in: values), count: network.valueCount)
  return isLoss == 1 ? network.loss(Int(label), values) : values[first + Int(label)]
}

/// −ln of the probability of class `label`.
@_expose(wasm, "network_loss") @_cdecl("network_loss")
func networkLoss(_ handle: Int32, _ label: Int32, _ values: UnsafePointer<Float>) -> Float {
  let network = networks[Int(handle) - 1]
  return network.loss(Int(label), array(values, network.valueCount))
}

/// Writes ∂/∂parameter for every parameter.
@_expose(wasm, "network_parameter_slopes") @_cdecl("network_parameter_slopes")
func networkParameterSlopes(
  _ handle: Int32, _ values: UnsafePointer<Float>, _ slopes: UnsafePointer<Float>,
  _ result: UnsafeMutablePointer<Float>
) {
  let network = networks[Int(handle) - 1]
  let all = network.parameterSlopes(
    slopes: array(slopes, network.valueCount), in: array(values, network.valueCount))
  result.update(from: all, count: all.count)
}

/// Writes how a slope came about: of value `index` of layer `layer`, or of parameter `index` where `layer` is −2. Each
/// term is six numbers: source, target, factor, slope, product, sum. Returns the count of terms, of which those that
/// `capacity` floats hold are written.
@_expose(wasm, "network_slope_trace") @_cdecl("network_slope_trace")
func networkSlopeTrace(
  _ handle: Int32, _ layer: Int32, _ index: Int32, _ values: UnsafePointer<Float>, _ slopes: UnsafePointer<Float>,
  _ result: UnsafeMutablePointer<Float>, _ capacity: Int32
) -> Int32 {
  let network = networks[Int(handle) - 1]
  let values = array(values, network.valueCount)
  let slopes = array(slopes, network.valueCount)
  let terms =
    layer == -2
    ? network.parameterSlopeTrace(Int(index), slopes: slopes, in: values)
    : network.slopeTrace(layer: Int(layer), index: Int(index), slopes: slopes, in: values)
  var next = result
  for term in terms.prefix(Int(capacity) / 6) {
    next[0] = Float(term.source)
    next[1] = Float(term.target)
    next[2] = term.factor
    next[3] = term.slope
    next[4] = term.product
    next[5] = term.sum
    next += 6
  }
  return Int32(terms.count)
}

/// Works a softmax out: the largest of `count` scores, the sum of the powers, then each score's power and share.
@_expose(wasm, "softmax") @_cdecl("softmax")
func softmax(_ handle: Int32, _ scores: UnsafePointer<Float>, _ count: Int32, _ result: UnsafeMutablePointer<Float>) {
  let (largest, powers, sum, shares) = networks[Int(handle) - 1].softmaxed(array(scores, Int(count)))
  result[0] = largest
  result[1] = sum
  for index in 0..<Int(count) {
    result[2 + 2 * index] = powers[index]
    result[3 + 2 * index] = shares[index]
  }
}
