import ConvolutionCore
import Datasets
import NetworkDescription

/// The pictures of a training: those to learn from, those to validate and those to test with.
struct TrainingData {
  let name: String
  let classes: [String]
  let training: Examples
  let validation: Examples?
  let test: Examples?
  let preparation: PicturePreparation
  /// Tells these pictures, labels and classes from others; which are kept apart does not change it.
  let digest: String

  /// Shape of a picture.
  var shape: Shape { Shape(channels: training.channels, height: training.height, width: training.width) }

  /// Reads the data set and keeps `validation` pictures apart: by default 5,000, but no more than a sixth.
  ///
  /// Which pictures these are depends on nothing but their number, so that trainings can be compared.
  init(_ source: DatasetSource, validation: Int?, preparation: PicturePreparation?) throws {
    let dataset = try readDataset(source, preparation: preparation)
    self.preparation = dataset.preparation
    name = dataset.name
    classes = dataset.classes
    test = dataset.test
    let all = dataset.training
    digest = TrainingData.digest(all, classes: dataset.classes)
    let count = validation ?? min(5000, all.count / 6)
    guard count < all.count else { throw TrainingFailure.validationTooLarge(count, pictures: all.count) }
    guard count > 0 else {
      training = all
      self.validation = nil
      return
    }
    var order = Array(0..<all.count)
    var generator = SeededGenerator(seed: 0x76616c6964)
    generator.shuffle(&order)
    self.validation = all[order[..<count].sorted()]
    training = all[order[count...].sorted()]
  }

  /// FNV-1a over sixty-four bits at a time, in hexadecimal digits.
  private static func digest(_ examples: Examples, classes: [String]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ word: UInt64) {
      hash = (hash ^ word) &* 0x100_0000_01B3
      hash ^= hash >> 32
    }
    let names = classes.joined(separator: "\n")
    for bytes in [examples.pixels, examples.labels, Array(names.utf8)] {
      add(UInt64(bytes.count))
      bytes.withUnsafeBytes { bytes in
        let whole = bytes.count - bytes.count % 8
        for index in stride(from: 0, to: whole, by: 8) {
          add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
        }
        for byte in bytes[whole...] { add(UInt64(byte)) }
      }
    }
    for side in [examples.channels, examples.height, examples.width] { add(UInt64(side)) }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
