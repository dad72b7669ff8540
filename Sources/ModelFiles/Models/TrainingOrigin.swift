import TextFormats

/// What a training began with beside its settings, so that a checkpoint is never continued with something else.
public struct TrainingOrigin: Sendable, Equatable {
  /// The data set's name.
  public var data: String
  /// A digest of its pictures, labels and preparation.
  public var pictures: String
  /// What the first convolution began with, as the command line says it.
  public var firstLayer: String
  /// The random numbers that the weights began with, as the command line says it.
  public var initialization: String

  /// What a training began with.
  public init(data: String, pictures: String, firstLayer: String, initialization: String) {
    self.data = data
    self.pictures = pictures
    self.firstLayer = firstLayer
    self.initialization = initialization
  }

  /// True for a training that begins with the same pictures, whatever their folder is called, and the same weights.
  public func begins(as other: TrainingOrigin) -> Bool {
    pictures == other.pictures && firstLayer == other.firstLayer && initialization == other.initialization
  }

  /// One line of JSON.
  var text: String {
    JSONValue.object([
      ("data", .string(data)), ("pictures", .string(pictures)), ("first_layer", .string(firstLayer)),
      ("initialization", .string(initialization)),
    ]).compactText
  }

  /// The origin that ``text`` gives back; nil when a part is missing.
  init?(_ text: String) {
    guard let json = try? JSONValue(parsing: Array(text.utf8)), let data = json.text("data"),
      let pictures = json.text("pictures"), let firstLayer = json.text("first_layer"),
      let initialization = json.text("initialization")
    else { return nil }
    self.init(data: data, pictures: pictures, firstLayer: firstLayer, initialization: initialization)
  }
}
