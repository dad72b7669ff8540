#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

import ConvolutionCore
import NetworkDescription

/// How well a network answers on labelled pictures.
public struct Evaluation: Sendable, Equatable {
  /// The mean loss.
  public let loss: Double
  /// Right answers.
  public let correct: Int
  /// Pictures.
  public let count: Int
  /// The class of the largest output of each picture, the first of equals.
  public let answers: [UInt8]

  /// The share of right answers.
  public var accuracy: Double { count == 0 ? 0 : Double(correct) / Double(count) }

  /// From the last layer's values, N × classes.
  init(outputs: [Float], classes: Int, labels: [UInt8], loss: Loss, kind: OutputKind) {
    var sum = 0.0
    var right = 0
    var answers: [UInt8] = []
    answers.reserveCapacity(labels.count)
    outputs.withUnsafeBufferPointer { outputs in
      for (index, label) in labels.enumerated() {
        let row = UnsafeBufferPointer(rebasing: outputs[index * classes..<(index + 1) * classes])
        var best = 0
        for i in 1..<classes where row[i] > row[best] { best = i }
        answers.append(UInt8(truncatingIfNeeded: best))
        if best == Int(label) { right += 1 }
        sum += loss.value(row, label: Int(label), kind: kind)
      }
    }
    self.loss = labels.isEmpty ? 0 : sum / Double(labels.count)
    correct = right
    count = labels.count
    self.answers = answers
  }
}

/// What a network's last layer gives.
enum OutputKind {
  /// Any numbers, the largest for the answer.
  case scores
  /// Numbers that sum to 1.
  case probabilities
  /// −½ · distance² to a pattern.
  case distances
}

extension Loss {
  /// The loss of one picture, from the last layer's values.
  func value(_ outputs: UnsafeBufferPointer<Float>, label: Int, kind: OutputKind) -> Double {
    guard label < outputs.count else { return .infinity }
    switch self {
    case .crossEntropy:
      if kind == .probabilities { return -naturalLogarithm(max(Double(outputs[label]), 1e-38)) }
      let largest = Double(outputs.max() ?? 0)
      var sum = 0.0
      for value in outputs { sum += exponential(Double(value) - largest) }
      return naturalLogarithm(sum) + largest - Double(outputs[label])
    case .squared where kind == .distances:
      return -Double(outputs[label])
    case .squared:
      var sum = 0.0
      for (index, value) in outputs.enumerated() {
        let difference = Double(value) - (index == label ? 1 : 0)
        sum += difference * difference / 2
      }
      return sum
    case .hinge:
      var sum = 0.0
      for (index, value) in outputs.enumerated() where index != label {
        sum += max(0, 1 + Double(value) - Double(outputs[label]))
      }
      return sum
    }
  }
}
