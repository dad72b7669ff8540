/// A fully connected layer: out[o] = b[o] + Σ over i of w[o, i] · in[i], a map taken in the order C, H, W.
public struct FullyConnectedLayer: Sendable, Equatable {
  /// Units (O).
  public var outputs: Int
  /// Whether each output has a bias.
  public var hasBias: Bool

  /// A layer of `outputs` units.
  public init(outputs: Int, hasBias: Bool = true) {
    self.outputs = outputs
    self.hasBias = hasBias
  }

  var text: String { "fc \(outputs)" + (hasBias ? "" : " no-bias") }

  func parameters(_ input: Shape, name: String) -> [ParameterDescription] {
    let weight = ParameterDescription(
      "\(name).weight", [outputs, input.count], .weight, fanIn: input.count, fanOut: outputs)
    return hasBias
      ? [weight, ParameterDescription("\(name).bias", [outputs], .bias, fanIn: input.count, start: 0)] : [weight]
  }
}
