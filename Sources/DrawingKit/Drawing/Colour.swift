/// A colour in sRGB, each part 0…1.
public struct Colour: Sendable, Equatable {
  /// Red, 0…1.
  public var red: Double
  /// Green, 0…1.
  public var green: Double
  /// Blue, 0…1.
  public var blue: Double
  /// 1 hides what lies below.
  public var opacity: Double

  /// A colour from its parts.
  public init(red: Double, green: Double, blue: Double, opacity: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.opacity = opacity
  }

  /// A colour from 0xRRGGBB.
  public init(hex: UInt32) {
    self.init(
      red: Double(hex >> 16 & 255) / 255, green: Double(hex >> 8 & 255) / 255, blue: Double(hex & 255) / 255)
  }

  /// The gray of one level, 0…1.
  public static func gray(_ level: Double) -> Colour { Colour(red: level, green: level, blue: level) }

  /// The same colour, letting what lies below shine through.
  public func opacity(_ value: Double) -> Colour {
    var colour = self
    colour.opacity = value
    return colour
  }

  /// The colour `share` of the way to another.
  public func mixed(with other: Colour, _ share: Double) -> Colour {
    Colour(
      red: red + (other.red - red) * share, green: green + (other.green - green) * share,
      blue: blue + (other.blue - blue) * share, opacity: opacity + (other.opacity - opacity) * share)
  }

  /// Relative luminance by WCAG 2.1, 0…1.
  public var luminance: Double {
    func linear(_ part: Double) -> Double {
      // The curve of sRGB, by its square: near enough to choose black or white text.
      part * part
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// Black or white, whichever reads better on this colour.
  public var readableInk: Colour {
    // Equal contrast against both, (L + .05)/.05 = 1.05/(L + .05), is at L = .179.
    luminance > 0.179 ? .gray(0) : .gray(1)
  }

  /// The three parts as bytes.
  public var bytes: (UInt8, UInt8, UInt8) {
    func byte(_ part: Double) -> UInt8 { UInt8(max(0, min(255, (part * 255).rounded()))) }
    return (byte(red), byte(green), byte(blue))
  }
}
