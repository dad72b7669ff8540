extension NamedNetwork {
  /// Stacks of 3×3 convolutions, with and without batch normalisation.
  static let vggs: [NamedNetwork] = [11, 13, 16, 19].flatMap { depth in
    [false, true].map { normalized in
      NamedNetwork(
        "vgg\(depth)\(normalized ? "-bn" : "")", year: 2014, input: photographs,
        summary: normalized
          ? "VGG-\(depth) with batch normalisation" : "Only 3×3 convolutions, \(depth) layers with weights"
      ) { vgg(depth: depth, isNormalized: normalized) }
    }
  }

  private static func vgg(depth: Int, isNormalized: Bool) -> String {
    let repeats: [Int] =
      switch depth {
      case 11: [1, 1, 2, 2, 2]
      case 13: [2, 2, 2, 2, 2]
      case 16: [2, 2, 3, 3, 3]
      default: [2, 2, 4, 4, 4]
      }
    var words: [String] = []
    // Numbered as PyTorch numbers the members of its sequence: pooling and ReLU count too.
    var number = 0
    for (stage, count) in repeats.enumerated() {
      for _ in 0..<count {
        words.append("features.\(number): conv \(min(64 << stage, 512)) 3x3 padding 1")
        if isNormalized { words.append("features.\(number + 1): batchnorm") }
        words.append("relu")
        number += isNormalized ? 3 : 2
      }
      words.append("max 2")
      number += 1
    }
    words.append("classifier.0: fc 4096 relu dropout 0.5 classifier.3: fc 4096 relu dropout 0.5 classifier.6: fc 1000")
    return words.joined(separator: " ")
  }
}
