#if !hasFeature(Embedded)
  extension DatasetError: CustomStringConvertible {
    /// One line: what was found and what was expected.
    public var description: String {
      switch self {
      case .emptyPicture(let channels, let height, let width):
        "pictures of \(channels)×\(height)×\(width) (channels × rows × columns) have no pixel"
      case .pixelCountMismatch(let expected, let found):
        "\(found) pixels, but the pictures' number and size need \(expected)"
      case .tooFewClasses(let classes):
        "only \(classes.count == 1 ? "the class \(classes[0])" : "no class"); expected two or more"
      case .tooManyClasses(let count):
        "\(count) classes, expected at most \(Examples.largestClassCount)"
      case .noPictures:
        "there are no pictures in it"
      case .labelOutOfRange(let label, let classes, let index):
        "label \(label) of picture \(index) is out of range, expected 0 to \(classes - 1)"
      case .shapesDiffer(let training, let test):
        "pictures to learn from of \(sizes(training)) but to test with of \(sizes(test)); they must be alike"
      }
    }

    private func sizes(_ shape: [Int]) -> String { shape.map { "\($0)" }.joined(separator: "×") }
  }
#endif
