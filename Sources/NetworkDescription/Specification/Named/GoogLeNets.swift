extension NamedNetwork {
  /// Modules of four branches side by side.
  static let googLeNets: [NamedNetwork] = [
    NamedNetwork(
      "googlenet", year: 2014, input: photographs,
      summary:
        "Modules of four branches (1×1, 3×3, 5×5, pooling), 1×1 before the costly ones; no large layer at the end"
    ) { googLeNet(hasHeads: false) },
    NamedNetwork(
      "googlenet-heads", year: 2014, input: photographs,
      summary: "The same with the two auxiliary classifiers that helped to train it"
    ) { googLeNet(hasHeads: true) },
  ]

  /// Filters of a module: 1×1; 3×3 and the 1×1 before it; 5×5 and the 1×1 before it; 1×1 behind the pooling.
  private static let modules: [(name: String, one: Int, three: (Int, Int), five: (Int, Int), pooled: Int)] = [
    ("3a", 64, (96, 128), (16, 32), 32), ("3b", 128, (128, 192), (32, 96), 64),
    ("4a", 192, (96, 208), (16, 48), 64), ("4b", 160, (112, 224), (24, 64), 64),
    ("4c", 128, (128, 256), (24, 64), 64), ("4d", 112, (144, 288), (32, 64), 64),
    ("4e", 256, (160, 320), (32, 128), 128), ("5a", 256, (160, 320), (32, 128), 128),
    ("5b", 384, (192, 384), (48, 128), 128),
  ]

  private static func googLeNet(hasHeads: Bool) -> String {
    // Padding where the paper's tables round sizes up. The paper gives lrn no numbers: these are Caffe's, whose weights
    // for it are the known ones.
    var words = [
      "conv 64 7x7 stride 2 padding 3 relu max 3 stride 2 padding 1 lrn k 1 conv 64 1x1 relu "
        + "conv 192 3x3 padding 1 relu lrn k 1 before3a: max 3 stride 2 padding 1"
    ]
    var before = "before3a"
    for module in modules {
      let name = module.name
      words += [
        "\(name)-1x1: conv \(module.one) 1x1 from \(before) \(name)-a: relu",
        "\(name)-3x3-reduce: conv \(module.three.0) 1x1 from \(before) relu",
        "\(name)-3x3: conv \(module.three.1) 3x3 padding 1 \(name)-b: relu",
        "\(name)-5x5-reduce: conv \(module.five.0) 1x1 from \(before) relu",
        "\(name)-5x5: conv \(module.five.1) 5x5 padding 2 \(name)-c: relu",
        "max 3 stride 1 padding 1 from \(before) \(name)-pool: conv \(module.pooled) 1x1 \(name)-d: relu",
        "\(name): concat \(name)-a \(name)-b \(name)-c \(name)-d",
      ]
      before = name
      if hasHeads && (name == "4a" || name == "4d") {
        words.append(
          "average 5 stride 3 from \(name) head\(name)-conv: conv 128 1x1 relu head\(name)-fc1: fc 1024 relu dropout 0.7 "
            + "head\(name)-fc2: fc 1000")
      }
      if name == "3b" || name == "4e" {
        before = "behind\(name)"
        words.append("\(before): max 3 stride 2 padding 1 from \(name)")
      }
    }
    words.append("average all dropout 0.4 fc 1000")
    return words.joined(separator: " ")
  }
}
