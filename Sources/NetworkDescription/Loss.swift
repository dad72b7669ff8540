#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

/// What training minimises, as a mean over the batch.
public enum Loss: String, Sendable, CaseIterable {
  /// −ln of the class's softmax probability.
  case crossEntropy = "cross-entropy"
  /// ½ Σ (output − target)², the target being 1 for the class and 0 elsewhere. Where the outputs are distances to
  /// patterns, as in LeNet-5 of 1998, ½ of the squared distance to the pattern of the class.
  case squared
  /// Σ over the other classes of max(0, 1 + output − the class's output): the multi-class support vector machine.
  case hinge

  /// The loss of one picture by its definition, in double precision; training computes a block of pictures at once, with
  /// the gradient.
  ///
  /// Targets are 1 for the class and 0 elsewhere, `smoothing` of them spread over all; the hinge has none. ∞ for a class
  /// that is no output.
  /// - Parameters:
  ///   - label: the right class.
  ///   - count: the outputs of the network.
  ///   - kind: what they are.
  ///   - smoothing: the share of the targets that is spread over all classes.
  ///   - output: each of them.
  /// - Complexity: O(`count`).
  public func value(
    label: Int, count: Int, kind: OutputKind, smoothing: Double = 0, _ output: (_ index: Int) -> Double
  ) -> Double {
    guard label >= 0, label < count else { return .infinity }
    switch self {
    case .crossEntropy where kind == .probabilities:
      // The smallest probability that counts, so that the loss of a wrong answer stays finite.
      return Loss.sum(label, count, smoothing) { -$1 * naturalLogarithm(max(output($0), 1e-38)) }
    case .crossEntropy:
      let all = logarithmOfSummedPowers(count, output)
      return Loss.sum(label, count, smoothing) { $1 * (all - output($0)) }
    case .squared where kind == .distances:
      return Loss.sum(label, count, smoothing) { -$1 * output($0) }
    case .squared:
      var sum = 0.0
      for index in 0..<count {
        let difference = output(index) - Loss.target(index, label, count, smoothing)
        sum += difference * difference / 2
      }
      return sum
    case .hinge:
      var sum = 0.0
      for index in 0..<count where index != label { sum += max(0, 1 + output(index) - output(label)) }
      return sum
    }
  }

  private static func target(_ index: Int, _ label: Int, _ count: Int, _ smoothing: Double) -> Double {
    smoothing / Double(count) + (index == label ? 1 - smoothing : 0)
  }

  /// Σ of the terms of the targets that are not 0.
  private static func sum(
    _ label: Int, _ count: Int, _ smoothing: Double, _ term: (_ index: Int, _ target: Double) -> Double
  ) -> Double {
    if smoothing == 0 { return term(label, 1) }
    var sum = 0.0
    for index in 0..<count { sum += term(index, target(index, label, count, smoothing)) }
    return sum
  }
}

/// What a network's last layer gives, by which a loss reads it.
public enum OutputKind: Sendable {
  /// Any numbers, the largest for the answer.
  case scores
  /// Numbers that sum to 1.
  case probabilities
  /// −½ · distance² to a pattern.
  case distances
}

extension NetworkSpecification {
  /// What the last layer gives.
  public var outputKind: OutputKind {
    switch nodes.last?.layer {
    case .softmax: .probabilities
    default: endsWithDistances ? .distances : .scores
    }
  }
}
