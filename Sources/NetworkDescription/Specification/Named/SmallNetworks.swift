extension NamedNetwork {
  /// The networks that the tutorial takes apart and teaches.
  static let small: [NamedNetwork] = [
    NamedNetwork(
      "lenet5", input: digits, summary: "LeNet-5 as it is taught today: full connections, max pooling, ReLU"
    ) { "conv 6 5x5 padding 2 relu max 2 conv 16 5x5 relu max 2 fc 120 relu fc 84 relu fc 10" },
    NamedNetwork(
      "lenet5-1998", year: 1998, input: digits,
      summary: "LeNet-5 as published: trainable subsampling, sparse C3, distances to drawn digits"
    ) {
      "c1: conv 6 5x5 padding 2 s2: subsample 2 lecun-tanh c3: conv 16 5x5 connections lenet5 s4: subsample 2 "
        + "lecun-tanh c5: conv 120 5x5 lecun-tanh f6: fc 84 lecun-tanh rbf 10"
    },
    NamedNetwork(
      "visualizer", year: 2015, input: digits,
      summary: "The digit visualiser's network: 6 and 16 kernels of 5×5, then 120, 100, 10 units"
    ) { "conv 6 5x5 padding 2 relu max 2 conv 16 5x5 relu max 2 fc 120 relu fc 100 relu fc 10" },
    NamedNetwork(
      "visualizer-mlp", year: 2015, input: digits,
      summary: "The digit visualiser's network without convolutions: 300, 100, 10 units"
    ) { "fc 300 relu fc 100 relu fc 10" },
    NamedNetwork(
      "exercise", input: digits, summary: "The exercise network: 5×5 ReLU, 8×8 tanh, pooling 2 and 3"
    ) { "conv 6 5x5 padding 2 relu max 2 conv 16 8x8 tanh max 3 fc 120 relu fc 100 relu fc 10" },
    NamedNetwork(
      "convnet4", input: thumbnails, summary: "The simple ConvNet that tells a boat, a bird, a cat and a dog apart"
    ) { "conv 16 5x5 padding 2 relu max 2 conv 32 5x5 padding 2 relu max 2 fc 64 relu fc 4" },
  ]
}
