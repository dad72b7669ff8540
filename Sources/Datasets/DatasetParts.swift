import NetworkDescription
import Synchronization
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
}

/// Reads several parts at once, one thread for each.
func readAtOnce(
  _ parts: [DatasetPart],
  _ read: @Sendable (DatasetPart) throws(DatasetFileError) -> Examples?
) throws(DatasetFileError) -> [DatasetPart: Examples] {
  let results = Mutex<[DatasetPart: Result<Examples?, DatasetFileError>]>([:])
  parallelFor(parts.count) { index in
    let result: Result<Examples?, DatasetFileError>
    do throws(DatasetFileError) {
      result = .success(try read(parts[index]))
    } catch {
      result = .failure(error)
    }
    results.withLock { $0[parts[index]] = result }
  }
  var values: [DatasetPart: Examples] = [:]
  let finished = results.withLock { $0 }
  for part in parts {
    if let value = try finished[part]?.get() { values[part] = value }
  }
  return values
}
