/// A map as a vector in the order C, H, W; its values stay as they are.
enum FlattenLayer {
  static func outputShape(_ input: Shape) -> Shape { Shape(channels: input.count) }
}
