/// A way of setting text; the family is the style's.
public struct Font: Sendable, Equatable {
  /// The size in points.
  public var size: Double
  /// Bold letters.
  public var bold: Bool
  /// Slanted letters.
  public var italic: Bool

  /// A font of one size.
  public init(_ size: Double, bold: Bool = false, italic: Bool = false) {
    self.size = size
    self.bold = bold
    self.italic = italic
  }

  /// A figure's title.
  public static let title = Font(13, bold: true)
  /// A heading inside a figure.
  public static let heading = Font(10.5, bold: true)
  /// Running text and captions.
  public static let body = Font(10)
  /// The numbers of a matrix.
  public static let number = Font(10)
  /// Legends, axes, remarks.
  public static let small = Font(8.5)
  /// The smallest text anywhere: dense cells. Never under 7 points.
  public static let dense = Font(7.5)
  /// ∗, = and + between blocks.
  public static let sign = Font(18)

  /// The same font in bold.
  public var emphasised: Font { Font(size, bold: true, italic: italic) }
}
