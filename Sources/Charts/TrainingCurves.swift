import DrawingKit

/// What one epoch of training measured.
public struct EpochRecord: Sendable, Equatable {
  /// Counted from 1.
  public var epoch: Int
  /// Mean loss over the training pictures.
  public var trainLoss: Double
  /// Share of training pictures classified right, 0…1.
  public var trainAccuracy: Double
  /// Mean loss over the held-out pictures; nil where none are held out.
  public var validationLoss: Double?
  /// Share of held-out pictures classified right, 0…1.
  public var validationAccuracy: Double?

  /// The record of an epoch.
  public init(
    epoch: Int, trainLoss: Double, trainAccuracy: Double, validationLoss: Double? = nil,
    validationAccuracy: Double? = nil
  ) {
    self.epoch = epoch
    self.trainLoss = trainLoss
    self.trainAccuracy = trainAccuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
  }
}

extension Figure {
  /// Loss and accuracy over the epochs of a training, side by side: `train --curves`.
  public static func trainingCurves(_ records: [EpochRecord], title: String = "Training") -> Figure {
    let epochs = records.map { Double($0.epoch) }
    func line(_ name: String, _ values: [Double?], category: Int) -> Series? {
      let points = zip(epochs, values).compactMap { epoch, value in value.map { Point(epoch, $0) } }
      return points.isEmpty
        ? nil : Series(name, points, category: category, isDashed: category == 1, hasMarks: points.count <= 30)
    }
    func plot(_ label: String, _ train: [Double], _ validation: [Double?], floor: Double?) -> LinePlot {
      let lines = [
        line("training", train.map { $0 }, category: 0), line("validation", validation, category: 1),
      ].compactMap { $0 }
      let values = lines.flatMap { $0.points.map(\.y) }
      return LinePlot(
        lines, horizontal: Axis("epoch", holding: epochs, count: 8, wholeNumbers: true),
        vertical: Axis(label, holding: values + (floor.map { [$0] } ?? [])))
    }
    let content = Row(
      [
        plot("loss", records.map(\.trainLoss), records.map(\.validationLoss), floor: 0),
        plot(
          "accuracy, %", records.map { 100 * $0.trainAccuracy },
          records.map { record in record.validationAccuracy.map { 100 * $0 } }, floor: nil),
      ], spacing: 22)
    return Figure(title: title, Column([Text(title, .title), content], spacing: 10))
  }
}
