extension NamedNetwork {
  /// Blocks that add their input to their output, and the plain networks that they were held against.
  static let resNets: [NamedNetwork] =
    [(18, [2, 2, 2, 2]), (34, [3, 4, 6, 3]), (50, [3, 4, 6, 3]), (101, [3, 4, 23, 3]), (152, [3, 8, 36, 3])].map {
      depth, repeats in
      NamedNetwork(
        "resnet\(depth)", year: 2015, input: photographs,
        summary: depth < 50
          ? "Shortcuts around every two 3×3 convolutions"
          : "Shortcuts around 1×1, 3×3, 1×1; the stride lies on the 3×3 (version 1.5)"
      ) { resNet(repeats, isBottleneck: depth >= 50) }
    }
    + [
      NamedNetwork(
        "resnet8", year: 2015, input: thumbnails,
        summary: "One block a size, for 32×32 pixels; a 1×1 convolution where the size changes, as others made it"
      ) { small(8, .learned) }
    ]
    + [20, 32, 44, 56].map { depth in
      NamedNetwork(
        "resnet\(depth)", year: 2015, input: thumbnails,
        summary: "Shortcuts for 32×32 pixels, 16 to 64 maps; maps of zeros are added where the size changes"
      ) { small(depth, .withoutWeights) }
    }
    + [20, 56].map { depth in
      NamedNetwork(
        "plain\(depth)", year: 2015, input: thumbnails, summary: "The same layers as resnet\(depth) without shortcuts"
      ) { small(depth, .none) }
    }

  /// A residual network for photographs; layers are named as PyTorch's pretrained weights name them.
  private static func resNet(_ repeats: [Int], isBottleneck: Bool) -> String {
    var words = ["conv1: conv 64 7x7 stride 2 padding 3 no-bias bn1: batchnorm relu stem: max 3 stride 2 padding 1"]
    var before = "stem"
    for (stage, count) in repeats.enumerated() {
      let maps = 64 << stage
      for block in 0..<count {
        let name = "layer\(stage + 1).\(block)"
        let stride = stage > 0 && block == 0 ? " stride 2" : ""
        let outputs = isBottleneck ? 4 * maps : maps
        if isBottleneck {
          words.append(
            "\(name).conv1: conv \(maps) 1x1 no-bias from \(before) \(name).bn1: batchnorm relu "
              + "\(name).conv2: conv \(maps) 3x3\(stride) padding 1 no-bias \(name).bn2: batchnorm relu "
              + "\(name).conv3: conv \(outputs) 1x1 no-bias \(name).bn3: batchnorm")
        } else {
          words.append(
            "\(name).conv1: conv \(maps) 3x3\(stride) padding 1 no-bias from \(before) \(name).bn1: batchnorm relu "
              + "\(name).conv2: conv \(maps) 3x3 padding 1 no-bias \(name).bn2: batchnorm")
        }
        let last = "\(name).bn\(isBottleneck ? 3 : 2)"
        var shortcut = before
        if block == 0 && (stage > 0 || isBottleneck) {
          shortcut = "\(name).downsample.1"
          words.append(
            "\(name).downsample.0: conv \(outputs) 1x1\(stride) no-bias from \(before) \(shortcut): batchnorm")
        }
        words.append("add \(last) \(shortcut) \(name): relu")
        before = name
      }
    }
    words.append("average all fc 1000")
    return words.joined(separator: " ")
  }

  /// What goes around two convolutions that halve their maps and double their number.
  private enum Shortcut {
    /// Nothing, and nothing around the others.
    case none
    /// Every second pixel, and maps of zeros: the paper's A, which it takes for these networks.
    case withoutWeights
    /// A 1×1 convolution: the paper's B.
    case learned
  }

  /// A network of 6n + 2 layers for 32×32 pixels.
  private static func small(_ depth: Int, _ kind: Shortcut) -> String {
    var words = ["conv1: conv 16 3x3 padding 1 no-bias bn1: batchnorm stem: relu"]
    var before = "stem"
    for stage in 0..<3 {
      let maps = 16 << stage
      for block in 0..<(depth - 2) / 6 {
        let name = "layer\(stage + 1).\(block)"
        let stride = stage > 0 && block == 0 ? " stride 2" : ""
        words.append(
          "\(name).conv1: conv \(maps) 3x3\(stride) padding 1 no-bias from \(before) \(name).bn1: batchnorm relu "
            + "\(name).conv2: conv \(maps) 3x3 padding 1 no-bias \(name).bn2: batchnorm")
        if kind != .none {
          var shortcut = before
          if !stride.isEmpty && kind == .learned {
            shortcut = "\(name).downsample.1"
            words.append(
              "\(name).downsample.0: conv \(maps) 1x1 stride 2 no-bias from \(before) \(shortcut): batchnorm")
          } else if !stride.isEmpty {
            shortcut = "\(name).shortcut"
            words.append("\(name).half: max 1 stride 2 from \(before) \(shortcut): widen \(maps)")
          }
          words.append("add \(name).bn2 \(shortcut)")
        }
        words.append("\(name): relu")
        before = name
      }
    }
    words.append("average all fc 10")
    return words.joined(separator: " ")
  }
}
