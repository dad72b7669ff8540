#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

// Local response normalisation of one value: in / s^β with s = k + α/n · Σ in² over n neighbouring channels. α, β and k
// stand among the parameters, n is the layer's kind. Operations and their order are those of the engine.
extension TracedNetwork {
  /// Calls `body` for the value at the same place of every channel around that of value `index`, counted from the input's
  /// first.
  @inline(__always)
  func forEachNeighbour(_ layer: TracedLayer, _ index: Int, _ body: (_ source: Int) -> Void) {
    let (channel, place) = (index / layer.output.area, index % layer.output.area)
    let reach = Int(layer.kind) / 2
    var other = max(0, channel - reach)
    while other < min(layer.output.channels, channel + reach + 1) {
      body(other * layer.output.area + place)
      other += 1
    }
  }

  /// s for a sum of squares.
  func divisor(_ layer: TracedLayer, _ squares: Float) -> Float {
    parameters[layer.weights + 2] + parameters[layer.weights] / Float(layer.kind) * squares
  }

  /// s^−β.
  func localFactor(_ layer: TracedLayer, _ divisor: Float) -> Float {
    let beta = parameters[layer.weights + 1]
    if beta == 0.75 {
      let root = divisor.squareRoot()
      return 1 / (root * root.squareRoot())
    }
    return Float(exponential(-Double(beta) * naturalLogarithm(Double(divisor))))
  }

  /// ∂out[c]/∂in[j] = s^−β where j = c, less 2αβ/n · in[j] · out[c] / s.
  func localSlope(_ layer: TracedLayer, _ divisor: Float, _ result: Float, of value: Float, isOwn: Bool) -> Float {
    let factor = -2 * parameters[layer.weights] * parameters[layer.weights + 1] / Float(layer.kind)
    return factor * value * result / divisor + (isOwn ? localFactor(layer, divisor) : 0)
  }
}
