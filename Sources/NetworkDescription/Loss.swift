/// What training minimises, as a mean over the batch.
public enum Loss: String, Sendable, CaseIterable {
  /// −ln of the class's softmax probability.
  case crossEntropy = "cross-entropy"
  /// ½ Σ (output − target)², the target being 1 for the class and 0 elsewhere. Where the outputs are distances to
  /// patterns, as in LeNet-5 of 1998, ½ of the squared distance to the pattern of the class.
  case squared
  /// Σ over the other classes of max(0, 1 + output − the class's output): the multi-class support vector machine.
  case hinge
}
