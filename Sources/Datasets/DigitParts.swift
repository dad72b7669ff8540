import DrawnDigits

extension DatasetParts {
  /// The data set `digits`: the first 60,000 drawn digits to learn from and the next 10,000 to test with.
  static func drawnDigits(_ parts: [DatasetPart]) -> DatasetParts {
    let digits = DigitSequence()
    return DatasetParts(
      classes: DatasetName.digits.classes,
      training: parts.contains(.training) ? digits.examples(0..<60_000) : nil,
      test: parts.contains(.test) ? digits.examples(60_000..<70_000) : nil, preparation: .ink)
  }
}
