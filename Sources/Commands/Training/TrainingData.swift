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
}
