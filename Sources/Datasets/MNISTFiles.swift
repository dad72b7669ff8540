import NetworkDescription
import SystemServices

/// MNIST and the sets that keep its four files: pictures and labels to train and to test with.
struct MNISTFiles: Sendable {
  /// Where each part's pictures and labels are.
  let paths: [DatasetPart: (pictures: String, labels: String)]

  /// The files in a folder, under any of their usual names; nil when there are none of `part`.
  ///
  /// To test with, those to learn from will do.
  init?(folder: String, for part: DatasetPart = .training) {
    var paths: [DatasetPart: (pictures: String, labels: String)] = [:]
    for (part, stem) in [(DatasetPart.training, "train"), (.test, "t10k")] {
      guard let pictures = Self.find("\(stem)-images", "idx3-ubyte", in: folder),
        let labels = Self.find("\(stem)-labels", "idx1-ubyte", in: folder)
      else { continue }
      paths[part] = (pictures, labels)
    }
    guard paths[.training] != nil || (part == .test && paths[.test] != nil) else { return nil }
    self.paths = paths
  }

  private static func find(_ stem: String, _ kind: String, in folder: String) -> String? {
    for separator in ["-", "."] {
      for ending in ["", ".gz"] {
        let path = "\(folder)/\(stem)\(separator)\(kind)\(ending)"
        if fileKind(path) == .file { return path }
      }
    }
    return nil
  }

  /// Reads one part; the pictures and the labels at once.
  func read(_ part: DatasetPart, classCount: Int) throws(DatasetFileError) -> Examples? {
    guard let (picturesPath, labelsPath) = paths[part] else { return nil }
    let pictures = try IDXArray(path: picturesPath, dimensionCount: 3)
    let labels = try IDXArray(path: labelsPath, dimensionCount: 1)
    guard pictures.dimensions[0] == labels.dimensions[0] else {
      throw .countsDiffer(
        pictures: pictures.dimensions[0], picturesPath: picturesPath,
        labels: labels.dimensions[0], labelsPath: labelsPath)
    }
    if let index = labels.elements.firstIndex(where: { Int($0) >= classCount }) {
      throw .labelOutOfRange(
        path: labelsPath, label: Int(labels.elements[index]), index: index, classes: classCount)
    }
    do {
      return try Examples(
        channels: 1, height: pictures.dimensions[1], width: pictures.dimensions[2],
        pixels: pictures.elements, labels: labels.elements)
    } catch { throw .invalid(name: picturesPath, error) }
  }
}
