import TextFormats

extension UsualPictures {
  /// The numbers as JSON.
  var json: JSONValue {
    .object([
      ("mean", .array(mean.map { .number($0) })), ("precision", .array(precision.map { .number($0) })),
      ("limit", .number(limit)),
    ])
  }

  /// The numbers that `json` gives back; nil when they are not there or do not fit.
  init?(_ json: JSONValue) {
    guard let mean = json["mean"]?.numbers, let precision = json["precision"]?.numbers, let limit = json.number("limit")
    else { return nil }
    self.init(mean: mean, precision: precision, limit: limit)
  }
}
