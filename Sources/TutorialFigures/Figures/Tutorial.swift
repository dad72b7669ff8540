/// All figures of the tutorial.
public enum Tutorial {
  /// In the tutorial's order.
  public static let figures: [TutorialFigure] = [
    .strip, .captions, .detection, .convNet, .pixels, .convolution, .kernelTable, .twoFilters, .depth, .activations,
    .rectified, .maxPooling, .pooledMaps, .poolingKinds, .twoSets, .fullyConnected, .loss, .training, .backpropagation,
    .deepStack,
    .learned, .leNet, .pooledCell, .outputNode,
  ]

  /// The figure of that name or number; nil when there is none.
  public static func figure(named name: String) -> TutorialFigure? {
    figures.first { $0.name == name || $0.number == name }
  }
}
