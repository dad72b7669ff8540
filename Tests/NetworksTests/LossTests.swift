import NetworkDescription
import Testing

/// Losses of one picture, worked out by hand.
@Suite struct LossTests {
  private func value(
    _ loss: Loss, _ outputs: [Double], label: Int, _ kind: OutputKind = .scores, smoothing: Double = 0
  ) -> Double {
    loss.value(label: label, count: outputs.count, kind: kind, smoothing: smoothing) { outputs[$0] }
  }

  @Test(arguments: [
    // Probabilities ½, ¼, ¼: ln 2 and ln 4.
    (Loss.crossEntropy, OutputKind.probabilities, 0.0, [0.5, 0.25, 0.25], 0, 0.693_147_180_559_945_3),
    (.crossEntropy, .probabilities, 0, [0.5, 0.25, 0.25], 2, 1.386_294_361_119_890_6),
    // Scores ln 2, 0, 0 make the same probabilities; so they do when 1000 is added.
    (.crossEntropy, .scores, 0, [0.693_147_180_559_945_3, 0, 0], 0, 0.693_147_180_559_945_3),
    (.crossEntropy, .scores, 0, [1000.693_147_180_559_945_3, 1000, 1000], 1, 1.386_294_361_119_890_6),
    // Targets 0.8, 0.1, 0.1: 0.8 ln 2 + 0.2 ln 4 = 1.2 ln 2.
    (.crossEntropy, .probabilities, 0.3, [0.5, 0.25, 0.25], 0, 0.831_776_616_671_934_4),
    (.crossEntropy, .scores, 0.3, [0.693_147_180_559_945_3, 0, 0], 0, 0.831_776_616_671_934_4),
    // A wrong answer that is sure of itself: −ln 10⁻³⁸.
    (.crossEntropy, .probabilities, 0, [1, 0], 1, 87.498_233_533_773_74),
    // ½ (0.04 + 0.16 + 0.81 + 0.09), the tutorial's example.
    (.squared, .scores, 0, [0.2, 0.4, 0.1, 0.3], 2, 0.55),
    // Targets 0.1, 0.9: ½ (0.01 + 0.01).
    (.squared, .scores, 0.2, [0.2, 1.0], 1, 0.01),
    // Half the squared distance to the pattern of the class, which the output is with its sign turned.
    (.squared, .distances, 0, [-3, -0.5, -8], 1, 0.5),
    (.squared, .distances, 0.5, [-3, -1], 0, 2.5),
    // max(0, 1 + 2 − 1) + max(0, 1 − 3 − 1).
    (.hinge, .scores, 0, [1, 2, -3], 0, 2),
    (.hinge, .scores, 0, [1, 2, -3], 1, 0),
  ])
  func aPicture(
    _ loss: Loss, _ kind: OutputKind, _ smoothing: Double, _ outputs: [Double], _ label: Int, _ expected: Double
  ) {
    #expect(abs(value(loss, outputs, label: label, kind, smoothing: smoothing) - expected) <= 1e-12 * expected)
  }

  @Test func aClassThatIsNoOutputIsInfinitelyWrong() {
    for loss in Loss.allCases { #expect(value(loss, [1, 2], label: 2) == .infinity) }
  }

  @Test func whatTheLastLayerGives() throws {
    for (text, kind) in [
      ("fc 3", OutputKind.scores), ("fc 3 softmax", .probabilities), ("fc 84 tanh rbf 10", .distances),
    ] {
      #expect(try NetworkSpecification(parsing: text).outputKind == kind, "\(text)")
    }
  }
}
