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
  public let answers: [UInt16]

  /// The share of right answers.
  public var accuracy: Double { count == 0 ? 0 : Double(correct) / Double(count) }

  /// From the last layer's values, N × classes.
  init(outputs: [Float], classes: Int, labels: [UInt16], loss: Loss, kind: OutputKind) {
    var sum = 0.0
    var right = 0
    var answers: [UInt16] = []
    answers.reserveCapacity(labels.count)
    outputs.withUnsafeBufferPointer { outputs in
      for (index, label) in labels.enumerated() {
        let row = UnsafeBufferPointer(rebasing: outputs[index * classes..<(index + 1) * classes])
        var best = 0
        for i in 1..<classes where row[i] > row[best] { best = i }
        answers.append(UInt16(truncatingIfNeeded: best))
        if best == Int(label) { right += 1 }
        sum += loss.value(label: Int(label), count: classes, kind: kind) { Double(row[$0]) }
      }
    }
    self.loss = labels.isEmpty ? 0 : sum / Double(labels.count)
    correct = right
    count = labels.count
    self.answers = answers
  }
}
