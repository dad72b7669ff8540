/// All figures of the tutorial.
public enum Tutorial {
  /// In the tutorial's order.
  public static let figures: [TutorialFigure] = [
    .strip, .pixels, .convolution, .kernelTable, .twoFilters, .depth, .activations, .rectified, .maxPooling,
    .pooledMaps,
    .poolingKinds, .twoSets, .loss, .deepStack, .pooledCell,
  ]

  /// The figure of that name or number; nil when there is none.
  public static func figure(named name: String) -> TutorialFigure? {
    figures.first { $0.name == name || $0.number == name }
  }
}
