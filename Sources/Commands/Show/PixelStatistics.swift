import TextFormats

/// Range, mean and spread of a channel, summed in double precision.
struct PixelStatistics {
  private(set) var minimum = Float.infinity
  private(set) var maximum = -Float.infinity
  private var sum = 0.0
  private var squares = 0.0
  private var count = 0.0

  mutating func add(_ row: UnsafeBufferPointer<Float>) {
    for value in row {
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    count += Double(row.count)
  }

  var mean: Double { sum / count }

  /// The root of the mean square distance from the mean.
  var deviation: Double { max(0, squares / count - mean * mean).squareRoot() }

  /// A line for each channel.
  static func table(_ channels: [PictureFacts.Channel]) -> String {
    var table = TextTable(numbersFrom: 1)
    table.add(["channel", "min", "max", "mean", "deviation"])
    for channel in channels {
      let facts = channel.statistics
      table.add([
        channel.name, pixelText(facts.minimum), pixelText(facts.maximum), decimal(facts.mean, 2),
        decimal(facts.deviation, 2),
      ])
    }
    return table.text()
  }
}

/// A pixel as it is printed: whole, or with two digits behind the point.
func pixelText(_ value: Float) -> String {
  value == value.rounded() ? "\(Int(value))" : decimal(Double(value), 2)
}
