import ConvolutionCore
import TextFormats

/// Range, mean and spread of a channel, summed in double precision.
struct PixelStatistics {
  let minimum: Float
  let maximum: Float
  let mean: Double
  /// The root of the mean square distance from the mean.
  let deviation: Double

  init(_ plane: Plane) {
    var (low, high) = (Float.infinity, -Float.infinity)
    var (sum, squares) = (0.0, 0.0)
    for value in plane.values {
      low = min(low, value)
      high = max(high, value)
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    let count = Double(plane.values.count)
    minimum = low
    maximum = high
    mean = sum / count
    deviation = max(0, squares / count - mean * mean).squareRoot()
  }

  /// A line for each channel.
  static func table(_ planes: [NamedPlane]) -> String {
    var table = TextTable(numbersFrom: 1)
    table.add(["channel", "min", "max", "mean", "deviation"])
    for plane in planes {
      let facts = PixelStatistics(plane.plane)
      table.add([
        plane.name, pixelText(facts.minimum), pixelText(facts.maximum), decimal(facts.mean, 2),
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
