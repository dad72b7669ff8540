/// A network known by name, with the pictures it is meant for.
public struct NamedNetwork: Sendable, Equatable {
  /// What it is called.
  public let name: String
  /// One line about it.
  public let summary: String
  /// Its layers in one line.
  public let text: String
  /// The pictures it is meant for; others work where the shapes fit.
  public let input: Shape

  /// Its layers.
  public var specification: NetworkSpecification {
    get throws(NetworkError) { try NetworkSpecification(parsing: text) }
  }

  /// The network called `name`; nil when there is none.
  public static func named(_ name: String) -> NamedNetwork? { all.first { $0.name == name } }

  /// All of them. Sizes are of 28×28 digits, which padding 2 makes the 32×32 of the paper.
  public static let all: [NamedNetwork] = [
    NamedNetwork(
      name: "lenet5", summary: "LeNet-5 as it is taught today: full connections, max pooling, ReLU",
      text: "conv 6 5x5 padding 2 relu max 2 conv 16 5x5 relu max 2 fc 120 relu fc 84 relu fc 10",
      input: Shape(channels: 1, height: 28, width: 28)),
    NamedNetwork(
      name: "lenet5-1998", summary: "LeNet-5 as published: trainable subsampling, sparse C3, distances to drawn digits",
      text: "c1: conv 6 5x5 padding 2 s2: subsample 2 lecun-tanh c3: conv 16 5x5 connections lenet5 s4: subsample 2 "
        + "lecun-tanh c5: conv 120 5x5 lecun-tanh f6: fc 84 lecun-tanh rbf 10",
      input: Shape(channels: 1, height: 28, width: 28)),
    NamedNetwork(
      name: "visualizer", summary: "The digit visualiser's network: 6 and 16 kernels of 5×5, then 120, 100, 10 units",
      text: "conv 6 5x5 padding 2 relu max 2 conv 16 5x5 relu max 2 fc 120 relu fc 100 relu fc 10",
      input: Shape(channels: 1, height: 28, width: 28)),
    NamedNetwork(
      name: "exercise", summary: "The exercise network: 5×5 ReLU, 8×8 tanh, pooling 2 and 3",
      text: "conv 6 5x5 padding 2 relu max 2 conv 16 8x8 tanh max 3 fc 120 relu fc 100 relu fc 10",
      input: Shape(channels: 1, height: 28, width: 28)),
    NamedNetwork(
      name: "convnet4", summary: "The simple ConvNet that tells a boat, a bird, a cat and a dog apart",
      text: "conv 16 5x5 padding 2 relu max 2 conv 32 5x5 padding 2 relu max 2 fc 64 relu fc 4",
      input: Shape(channels: 3, height: 32, width: 32)),
  ]
}
