import NetworkDescription
import SystemServices

/// CIFAR-10's binary files: data_batch_1.bin … data_batch_5.bin to train and test_batch.bin to test with, gzipped or
/// not, each record one label byte and the red, green and blue planes of 32 × 32.
///
/// Source of the format: A. Krizhevsky, https://www.cs.toronto.edu/~kriz/cifar.html
struct CIFARFiles: Sendable {
  static let side = 32
  static let recordSize = 1 + 3 * side * side
  /// Records in each of the published files.
  static let recordLimit = 10_000
  static let classes = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  let training: [String]
  let test: String?

  /// The files in a folder, or in the subfolder that the official archive makes; nil when there are none of `part`.
  ///
  /// To test with, those to learn from will do.
  init?(folder: String, for part: DatasetPart = .training) {
    for folder in [folder, "\(folder)/cifar-10-batches-bin"] {
      let training = (1...5).compactMap { Self.find("data_batch_\($0).bin", in: folder) }
      let test = Self.find("test_batch.bin", in: folder)
      guard !training.isEmpty || (part == .test && test != nil) else { continue }
      self.training = training
      self.test = test
      return
    }
    return nil
  }

  private static func find(_ name: String, in folder: String) -> String? {
    ["\(folder)/\(name)", "\(folder)/\(name).gz"].first { fileKind($0) == .file }
  }

  /// Reads one part, those records only whose label is in `chosen`; their label becomes its place there.
  func read(_ part: DatasetPart, chosen: [UInt8]) throws(DatasetFileError) -> Examples? {
    let paths = part == .training ? training : [test].compactMap { $0 }
    guard let first = paths.first else { return nil }
    var place = [UInt8?](repeating: nil, count: 256)
    for (index, label) in chosen.enumerated() { place[Int(label)] = UInt8(index) }
    var pixels: [UInt8] = []
    var labels: [UInt8] = []
    for path in paths {
      try Self.append(path, place: place, pixels: &pixels, labels: &labels)
    }
    guard !labels.isEmpty else {
      throw .noRecords(path: first, classes: chosen.map { Self.classes[Int($0)] })
    }
    do {
      return try Examples(channels: 3, height: Self.side, width: Self.side, pixels: pixels, labels: labels)
    } catch { throw .invalid(name: first, error) }
  }

  private static func append(
    _ path: String, place: [UInt8?], pixels: inout [UInt8], labels: inout [UInt8]
  ) throws(DatasetFileError) {
    let file = try PackedFile(path: path)
    if let declared = file.declaredSize, declared > recordLimit * recordSize {
      throw .tooManyRecords(path: path, limit: recordLimit)
    }
    var index = 0
    var size = 0
    while true {
      // A thousand records at a time: a wrong label ends the reading of a file that holds anything.
      let bytes = try file.read(1000 * recordSize)
      size += bytes.count
      for start in stride(from: 0, to: bytes.count - bytes.count % recordSize, by: recordSize) {
        let label = bytes[start]
        guard Int(label) < classes.count else {
          throw .labelOutOfRange(path: path, label: Int(label), index: index, classes: classes.count)
        }
        guard index < recordLimit else { throw .tooManyRecords(path: path, limit: recordLimit) }
        index += 1
        guard let place = place[Int(label)] else { continue }
        labels.append(place)
        pixels += bytes[start + 1..<start + recordSize]
      }
      if bytes.count < 1000 * recordSize { break }
    }
    guard size > 0 && size.isMultiple(of: recordSize) else {
      throw .partialRecord(path: path, bytes: size, record: recordSize)
    }
  }
}
