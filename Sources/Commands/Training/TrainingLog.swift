import Charts
import NetworkDescription
import TextFormats

/// What one epoch measured, as a line of the log.
package struct EpochRow: Equatable {
  static let heading = "epoch,seconds,train_loss,train_accuracy,validation_loss,validation_accuracy"

  /// Counted from 1.
  let epoch: Int
  /// Of training alone.
  let seconds: Double
  let loss: Double
  let accuracy: Double
  let validation: Validation?

  /// What the validation pictures said.
  package struct Validation: Equatable {
    let loss: Double
    let accuracy: Double

    package init(loss: Double, accuracy: Double) {
      self.loss = loss
      self.accuracy = accuracy
    }
  }

  /// The line of the log; what was not measured is empty.
  package var text: String {
    let measured = validation.map { "\(decimal($0.loss, 6)),\(decimal($0.accuracy, 6))" } ?? ","
    return "\(epoch),\(decimal(seconds, 3)),\(decimal(loss, 6)),\(decimal(accuracy, 6)),\(measured)"
  }

  package init(epoch: Int, seconds: Double, loss: Double, accuracy: Double, validation: Validation?) {
    self.epoch = epoch
    self.seconds = seconds
    self.loss = loss
    self.accuracy = accuracy
    self.validation = validation
  }

  /// Reads a line of the log; nil when it is none.
  package init?(_ text: String) {
    let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 6, let epoch = Int(fields[0]), let seconds = Double(fields[1]),
      let loss = Double(fields[2]), let accuracy = Double(fields[3])
    else { return nil }
    var validation: Validation?
    if let loss = Double(fields[4]), let accuracy = Double(fields[5]) {
      validation = Validation(loss: loss, accuracy: accuracy)
    }
    self.init(epoch: epoch, seconds: seconds, loss: loss, accuracy: accuracy, validation: validation)
  }

  /// For the picture of the curves.
  var record: EpochRecord {
    EpochRecord(
      epoch: epoch, trainLoss: loss, trainAccuracy: accuracy, validationLoss: validation?.loss,
      validationAccuracy: validation?.accuracy)
  }
}
