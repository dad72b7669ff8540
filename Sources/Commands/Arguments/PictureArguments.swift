import CommandLineKit
import PictureFiles

extension GrayConversion: ExpressibleByArgument {}
extension Display: ExpressibleByArgument {}
extension Compression: ExpressibleByArgument {}

extension RGB: ExpressibleByArgument {
  /// A name, `#rrggbb`, or `r,g,b`.
  public init?(argument: String) { self.init(argument) }

  /// The name, or the three numbers.
  public var defaultValueDescription: String {
    RGB.names.first { RGB($0) == self } ?? "\(red),\(green),\(blue)"
  }

  /// The names.
  public static var defaultCompletionKind: CompletionKind { .list(names) }
}

/// What a map is written as.
package enum MapFormat: String, CaseIterable, ExpressibleByArgument {
  case png
  case npy
  case csv
}

/// Bits of a sample of a written picture.
enum SampleDepth: Int, CaseIterable, ExpressibleByArgument {
  case eight = 8
  case sixteen = 16

  /// 8 and 16.
  static var allValueStrings: [String] { allCases.map { "\($0.rawValue)" } }

  /// The number.
  var defaultValueDescription: String { "\(rawValue)" }
}

/// A rectangle of pixels: `X,Y,W,H`, counted from 0 at the top left.
package struct Region: ExpressibleByArgument, Equatable {
  var x: Int
  var y: Int
  var width: Int
  var height: Int

  init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Four whole numbers with commas between them.
  package init?(argument: String) {
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 4, let x = numbers[0], let y = numbers[1], let width = numbers[2], let height = numbers[3]
    else { return nil }
    self.init(x: x, y: y, width: width, height: height)
  }

  /// As it is typed.
  package var defaultValueDescription: String { "\(x),\(y),\(width),\(height)" }
}
