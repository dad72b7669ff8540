extension NamedNetwork {
  /// The five convolutions of 2012 and what others made of them.
  static let alexNets: [NamedNetwork] = [
    NamedNetwork(
      "alexnet", year: 2012, input: Shape(channels: 3, height: 227, width: 227),
      summary: "ReLU, dropout, local response normalisation, two graphics cards: half of the maps see half of the maps"
    ) { alexNet(groups: " groups 2") },
    NamedNetwork(
      "alexnet-one-tower", year: 2012, input: Shape(channels: 3, height: 227, width: 227),
      summary: "The same without groups, as most texts draw it"
    ) { alexNet(groups: "") },
    NamedNetwork(
      "alexnet-2014", year: 2014, input: photographs,
      summary: "The later variant on one card, with fewer filters; today's pretrained weights are for it"
    ) {
      "features.0: conv 64 11x11 stride 4 padding 2 relu max 3 stride 2 features.3: conv 192 5x5 padding 2 relu "
        + "max 3 stride 2 features.6: conv 384 3x3 padding 1 relu features.8: conv 256 3x3 padding 1 relu "
        + "features.10: conv 256 3x3 padding 1 relu max 3 stride 2 dropout 0.5 classifier.1: fc 4096 relu dropout 0.5 "
        + "classifier.4: fc 4096 relu classifier.6: fc 1000"
    },
    NamedNetwork(
      "zfnet", year: 2013, input: photographs,
      summary: "AlexNet looked into: finer first layer (7×7, stride 2), chosen by looking at what filters see"
    ) {
      // "Contrast normalized across feature maps" behind the pooling; the paper gives no numbers, so AlexNet's.
      "conv 96 7x7 stride 2 padding 1 relu max 3 stride 2 padding 1 lrn "
        + "conv 256 5x5 stride 2 relu max 3 stride 2 padding 1 lrn conv 384 3x3 padding 1 relu conv 384 3x3 padding 1 relu conv 256 3x3 padding 1 relu max 3 stride 2 "
        + "fc 4096 relu dropout 0.5 fc 4096 relu dropout 0.5 fc 1000"
    },
  ]

  private static func alexNet(groups: String) -> String {
    // lrn has the paper's numbers: 5 channels, α = 10⁻⁴, β = 0.75, k = 2.
    "conv 96 11x11 stride 4 relu lrn max 3 stride 2 conv 256 5x5 padding 2\(groups) relu lrn max 3 stride 2 "
      + "conv 384 3x3 padding 1 relu conv 384 3x3 padding 1\(groups) relu conv 256 3x3 padding 1\(groups) relu "
      + "max 3 stride 2 fc 4096 relu dropout 0.5 fc 4096 relu dropout 0.5 fc 1000"
  }
}
