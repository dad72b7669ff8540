import NetworkDescription
import SystemServices
import Threading

/// Which parts of a data set to read; what is not needed is not read.
public enum DatasetPart: Sendable, CaseIterable {
  /// What is learned from.
  case training
  /// What is tested with.
  case test
}

/// The classes and the parts that were read.
struct DatasetParts: Sendable {
  var classes: [String]
  var training: Examples?
  var test: Examples?
  /// How the pictures were made as they are.
  var preparation = PicturePreparation.scaled
  /// The files of the test pictures, where each is a file.
  var testFiles: [String] = []
  /// The same of the training pictures.
  var trainingFiles: [String] = []
  /// What lay among the pictures and is none that is read.
  var leftOut: [String] = []
}

/// Reads several parts at once, one thread for each.
func readAtOnce(
  _ parts: [DatasetPart],
  _ read: @Sendable (DatasetPart) throws(DatasetFileError) -> Examples?
) throws(DatasetFileError) -> [DatasetPart: Examples] {
  let found = try parallelMap(parts.count) { index throws(DatasetFileError) in try read(parts[index]) }
  var values: [DatasetPart: Examples] = [:]
  for (part, value) in zip(parts, found) {
    if let value { values[part] = value }
  }
  return values
}
