import ModelFiles

extension TrainingRecord {
  /// True for records of one training, at whatever epoch: the same command but for the number of epochs, where the
  /// weights do not depend on it, and the same data and settings.
  func isSameTraining(as other: TrainingRecord) -> Bool {
    func words(_ command: String) -> [Substring] {
      var words = command.split(separator: " ")
      if let place = words.firstIndex(of: "--epochs") { words.removeSubrange(place..<min(place + 2, words.count)) }
      return words
    }
    return words(command) == words(other.command) && data == other.data && settings == other.settings
      && trainingCount == other.trainingCount && version == other.version
  }
}
