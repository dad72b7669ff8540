import ConvolutionCore
import Datasets
import ModelFiles
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
  /// Files and folders that lay among the pictures and were left out.
  let leftOut: [String]
  /// Whether each picture is a file.
  let areFiles: Bool
  /// What the pictures have in common; nil of prepared ink and of few pictures.
  let usual: UsualPictures?

  /// Shape of a picture.
  var shape: Shape { Shape(channels: training.channels, height: training.height, width: training.width) }

  /// Reads the data set and keeps `validation` pictures apart: by default 5,000, but no more than a sixth.
  ///
  /// Which pictures these are depends on nothing but their number, so that trainings can be compared; of a folder of
  /// picture files the same share of each class is kept apart.
  init(_ source: DatasetSource, validation: Int?, preparation: PicturePreparation?, side: Int?) throws {
    let dataset = try readDataset(source, preparation: preparation, side: side)
    leftOut = dataset.leftOut
    areFiles = !dataset.trainingFiles.isEmpty
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
      usual = dataset.preparation == .scaled ? UsualPictures(of: all, keptApart: nil) : nil
      return
    }
    var order = Array(0..<all.count)
    var generator = SeededGenerator(seed: 0x76616c6964)
    generator.shuffle(&order)
    if areFiles { order = TrainingData.spread(order, all.labels, count) }
    self.validation = all[order[..<count].sorted()]
    training = all[order[count...].sorted()]
    usual = dataset.preparation == .scaled ? UsualPictures(of: training, keptApart: self.validation) : nil
  }

  /// The same pictures in an order whose first `count` hold every class in proportion, by largest remainders; where there
  /// is a choice, one picture of every class at least is left to learn from.
  private static func spread(_ order: [Int], _ labels: [UInt16], _ count: Int) -> [Int] {
    var members: [[Int]] = Array(repeating: [], count: 256)
    for index in order { members[Int(labels[index])].append(index) }
    let shares = members.map { Double($0.count) * Double(count) / Double(order.count) }
    var counts = shares.map { Int($0) }
    let byRest = members.indices.sorted {
      (shares[$0] - Double(counts[$0]), $1) > (shares[$1] - Double(counts[$1]), $0)
    }
    var left = count - counts.reduce(0, +)
    for leastToLearn in [1, 0] {
      for label in byRest where left > 0 && counts[label] < members[label].count - leastToLearn {
        counts[label] += 1
        left -= 1
      }
    }
    let first = members.indices.flatMap { members[$0].prefix(counts[$0]) }
    return first + members.indices.flatMap { members[$0].dropFirst(counts[$0]) }
  }

  /// A weight for each class with which all classes count alike, 1 in the mean over the pictures.
  var balancedWeights: [Float] {
    var counts = [Int](repeating: 0, count: classes.count)
    for label in training.labels { counts[Int(label)] += 1 }
    let present = counts.count { $0 > 0 }
    return counts.map { $0 == 0 ? 1 : Float(training.count) / Float(present * $0) }
  }

  /// The mean of all pixels to learn from.
  var meanByte: UInt8 {
    let sum = training.pixels.reduce(0) { $0 + Int($1) }
    return UInt8((Double(sum) / Double(max(training.pixels.count, 1))).rounded())
  }

  /// FNV-1a over sixty-four bits at a time, in hexadecimal digits.
  private static func digest(_ examples: Examples, classes: [String]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ word: UInt64) {
      hash = (hash ^ word) &* 0x100_0000_01B3
      hash ^= hash >> 32
    }
    let names = classes.joined(separator: "\n")
    // More than 256 classes have a second byte each; the digests of the others stay as they are.
    var parts = [examples.pixels, examples.labels.map { UInt8(truncatingIfNeeded: $0) }, Array(names.utf8)]
    if classes.count > 256 { parts.append(examples.labels.map { UInt8($0 >> 8) }) }
    for bytes in parts {
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
