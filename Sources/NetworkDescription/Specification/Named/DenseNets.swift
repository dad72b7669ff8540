extension NamedNetwork {
  /// Layers that see the maps of all layers before them.
  static let denseNets: [NamedNetwork] =
    [
      (121, 32, 64, [6, 12, 24, 16]), (161, 48, 96, [6, 12, 36, 24]), (169, 32, 64, [6, 12, 32, 32]),
      (201, 32, 64, [6, 12, 48, 32]),
    ].map { depth, growth, first, repeats in
      NamedNetwork(
        "densenet\(depth)", year: 2016, input: photographs,
        summary: "Each layer sees the maps of all before it and adds \(growth); halved between blocks"
      ) { denseNet(growth: growth, first: first, repeats) }
    }
    + [
      NamedNetwork(
        "densenet40", year: 2016, input: thumbnails,
        summary: "The same for 32×32 pixels: 12 new maps a layer, no 1×1 before the 3×3, nothing halved"
      ) { smallDenseNet() }
    ]

  private static func denseNet(growth: Int, first: Int, _ repeats: [Int]) -> String {
    var words = [
      "features.conv0: conv \(first) 7x7 stride 2 padding 3 no-bias features.norm0: batchnorm relu "
        + "features.pool0: max 3 stride 2 padding 1"
    ]
    var before = "features.pool0"
    var maps = first
    for (stage, count) in repeats.enumerated() {
      for layer in 1...count {
        let name = "features.denseblock\(stage + 1).denselayer\(layer)"
        words.append(
          "\(name).norm1: batchnorm from \(before) relu \(name).conv1: conv \(4 * growth) 1x1 no-bias "
            + "\(name).norm2: batchnorm relu \(name).conv2: conv \(growth) 3x3 padding 1 no-bias "
            + "\(name): concat \(before) \(name).conv2")
        before = name
        maps += growth
      }
      guard stage < repeats.count - 1 else { break }
      let name = "features.transition\(stage + 1)"
      maps /= 2
      words.append("\(name).norm: batchnorm relu \(name).conv: conv \(maps) 1x1 no-bias \(name).pool: average 2")
      before = "\(name).pool"
    }
    words.append("features.norm5: batchnorm relu average all classifier: fc 1000")
    return words.joined(separator: " ")
  }

  private static func smallDenseNet() -> String {
    let growth = 12
    var words = ["stem: conv 16 3x3 padding 1 no-bias"]
    var before = "stem"
    var maps = 16
    for block in 1...3 {
      for layer in 1...12 {
        let name = "block\(block).layer\(layer)"
        words.append(
          "\(name).norm: batchnorm from \(before) relu \(name).conv: conv \(growth) 3x3 padding 1 no-bias "
            + "\(name): concat \(before) \(name).conv")
        before = name
        maps += growth
      }
      guard block < 3 else { break }
      words.append(
        "transition\(block).norm: batchnorm relu transition\(block).conv: conv \(maps) 1x1 no-bias "
          + "transition\(block): average 2")
      before = "transition\(block)"
    }
    words.append("norm: batchnorm relu average all fc 10")
    return words.joined(separator: " ")
  }
}
