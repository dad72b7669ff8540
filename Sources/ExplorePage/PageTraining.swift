import Datasets
import DrawnDigits
import NetworkDescription
import TextFormats

/// What the page offers to be taught; any other network can be typed.
enum PageTraining {
  /// The network of the tutorial, a small one, and two without convolution.
  private static let networks = [
    ("LeNet-5", "conv 6 5x5 padding 2 relu max 2 conv 16 5x5 relu max 2 fc 120 relu fc 84 relu fc 10"),
    ("small", "conv 8 5x5 relu max 2 conv 16 5x5 relu max 2 fc 10"),
    ("784-300-100-10", "fc 300 relu fc 100 relu fc 10"), ("one layer", "fc 10"),
  ]

  /// Names and lines of the networks.
  static var trainables: JSONValue {
    .array(networks.map { name, text in .object([("name", .string(name)), ("text", .string(text))]) })
  }

  /// Twenty drawn digits behind the 60,000 that a training sees.
  static var drawnDigits: [(name: String, pixels: [UInt8])] {
    let drawn = DigitSequence()
    return (60_000..<60_020).map { ("\(drawn.label($0))", drawn.picture($0)) }
  }

  /// Those digits for the page.
  static var digits: JSONValue { PageModel.json(of: drawnDigits) }
}
