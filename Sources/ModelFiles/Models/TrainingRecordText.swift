import TextFormats

extension TrainingRecord {
  /// The record as JSON.
  public var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("command", .string(command)), ("version", .string(version)), ("data", .string(data)),
      ("training_pictures", .number(trainingCount)), ("validation_pictures", .number(validationCount)),
      ("settings", settingsJSON), ("epochs", .number(epochs)), ("kept_epoch", .number(keptEpoch)),
    ]
    if let validationAccuracy { members.append(("validation_accuracy", .number(validationAccuracy))) }
    if let testAccuracy { members.append(("test_accuracy", .number(testAccuracy))) }
    return .object(members)
  }

  /// The settings as the JSON that they are, else as text.
  private var settingsJSON: JSONValue {
    do { return try JSONValue(parsing: Array(settings.utf8)) } catch { return .string(settings) }
  }

  private static func line(_ settings: JSONValue) -> String {
    if case .string(let text) = settings { return text }
    return settings.compactText
  }

  /// The record that `json` gives back; nil when a part is missing.
  init?(_ json: JSONValue) {
    guard let command = json.text("command"), let version = json.text("version"), let data = json.text("data"),
      let training = json.count("training_pictures"), let validation = json.count("validation_pictures"),
      let settings = json["settings"], let epochs = json.count("epochs"), let kept = json.count("kept_epoch")
    else { return nil }
    self.init(
      command: command, version: version, data: data, trainingCount: training, validationCount: validation,
      settings: TrainingRecord.line(settings), epochs: epochs, keptEpoch: kept,
      validationAccuracy: json.number("validation_accuracy"),
      testAccuracy: json.number("test_accuracy"))
  }
}

extension JSONValue {
  func text(_ key: String) -> String? {
    guard case .string(let text) = self[key] else { return nil }
    return text
  }

  func number(_ key: String) -> Double? {
    guard case .number(let number) = self[key] else { return nil }
    return number
  }

  func count(_ key: String) -> Int? {
    guard let number = number(key), number == number.rounded(), abs(number) <= 0x1p53 else { return nil }
    return Int(number)
  }

  /// The elements of an array, when all are text.
  var texts: [String]? {
    guard case .array(let elements) = self else { return nil }
    let texts = elements.compactMap { element -> String? in
      guard case .string(let text) = element else { return nil }
      return text
    }
    return texts.count == elements.count ? texts : nil
  }

  /// The elements of an array, when all are numbers.
  var numbers: [Double]? {
    guard case .array(let elements) = self else { return nil }
    let numbers = elements.compactMap { element -> Double? in
      guard case .number(let number) = element else { return nil }
      return number
    }
    return numbers.count == elements.count ? numbers : nil
  }
}
