/// An opaque colour of 8 bits a channel.
public struct RGB: Sendable, Equatable {
  /// 0…255.
  public var red: UInt8
  /// 0…255.
  public var green: UInt8
  /// 0…255.
  public var blue: UInt8

  /// A colour of its three channels.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// White: 255, 255, 255.
  public static let white = RGB(red: 255, green: 255, blue: 255)
  /// Black: 0, 0, 0.
  public static let black = RGB(red: 0, green: 0, blue: 0)

  /// True when the three channels are equal.
  public var isGray: Bool { red == green && green == blue }

  /// The names that ``init(_:)`` takes.
  public static let names = ["black", "white", "gray", "red", "green", "blue", "yellow", "cyan", "magenta"]

  /// A colour from `#rrggbb`, `#rgb`, `r,g,b` with numbers 0…255, or one of ``names``; nil for anything else.
  public init?(_ text: String) {
    switch text.lowercased() {
    case "black": self = .black
    case "white": self = .white
    case "gray", "grey": self.init(red: 128, green: 128, blue: 128)
    case "red": self.init(red: 255, green: 0, blue: 0)
    case "green": self.init(red: 0, green: 128, blue: 0)
    case "blue": self.init(red: 0, green: 0, blue: 255)
    case "yellow": self.init(red: 255, green: 255, blue: 0)
    case "cyan": self.init(red: 0, green: 255, blue: 255)
    case "magenta": self.init(red: 255, green: 0, blue: 255)
    default:
      guard let channels = text.first == "#" ? hexadecimal(text.dropFirst()) : numbers(text), channels.count == 3
      else { return nil }
      self.init(red: channels[0], green: channels[1], blue: channels[2])
    }
  }
}

private func hexadecimal(_ text: Substring) -> [UInt8]? {
  let digits = text.compactMap { $0.isASCII ? $0.hexDigitValue.map(UInt8.init) : nil }
  guard digits.count == text.count else { return nil }
  switch digits.count {
  case 3: return digits.map { $0 * 17 }
  case 6: return (0..<3).map { digits[2 * $0] * 16 + digits[2 * $0 + 1] }
  default: return nil
  }
}

private func numbers(_ text: String) -> [UInt8]? {
  let parts = text.split(separator: ",", omittingEmptySubsequences: false)
  let values = parts.compactMap { UInt8($0.filter { $0 != " " }) }
  return values.count == parts.count ? values : nil
}
