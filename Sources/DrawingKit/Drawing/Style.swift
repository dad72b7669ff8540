/// Everything that decides how figures look: colours of both themes, line widths, gaps.
///
/// Categories take the colours of Okabe and Ito, "Color Universal Design" (2008), which people with any common
/// colour vision can tell apart.
public struct Style: Sendable {
  /// Dark on light for print, light on dark for slides.
  public enum Theme: String, Sendable, CaseIterable {
    /// Dark on white.
    case light
    /// Light on near-black.
    case dark
  }

  /// Which theme.
  public let theme: Theme
  /// The page.
  public let background: Colour
  /// Text and main lines.
  public let ink: Colour
  /// Captions and remarks.
  public let faint: Colour
  /// Grid lines and frames.
  public let rule: Colour
  /// A surface a little apart from the page.
  public let panel: Colour
  /// The window that slides, and what is pointed at.
  public let accent: Colour
  /// The second thing that is pointed at.
  public let second: Colour
  /// Categories in the order of use.
  public let categories: [Colour]

  /// The family asked for; where it is missing, fontconfig gives another sans serif.
  public let fontFamily = "DejaVu Sans"
  /// Between blocks that belong together.
  public let gap = 12.0
  /// Around a whole figure.
  public let margin = 12.0
  /// Frames and arrows.
  public let line = 1.0
  /// Grid lines.
  public let hairline = 0.5

  /// The style of a theme.
  public init(_ theme: Theme = .light) {
    self.theme = theme
    let orange = Colour(hex: 0xE69F00)
    let skyBlue = Colour(hex: 0x56B4E9)
    let green = Colour(hex: 0x009E73)
    let blue = Colour(hex: 0x0072B2)
    let vermilion = Colour(hex: 0xD55E00)
    let purple = Colour(hex: 0xCC79A7)
    let yellow = Colour(hex: 0xF0E442)
    switch theme {
    case .light:
      background = .gray(1)
      ink = .gray(0.1)
      faint = .gray(0.36)
      rule = .gray(0.72)
      panel = .gray(0.955)
      accent = vermilion
      second = blue
      categories = [blue, vermilion, green, purple, orange, skyBlue, .gray(0.1)]
    case .dark:
      background = Colour(hex: 0x14171C)
      ink = .gray(0.93)
      faint = .gray(0.68)
      rule = .gray(0.38)
      panel = Colour(hex: 0x20242B)
      accent = orange
      second = skyBlue
      categories = [skyBlue, orange, green, purple, yellow, vermilion, .gray(0.93)]
    }
  }

  /// The colour of category `index`; after the last they begin again.
  public func category(_ index: Int) -> Colour { categories[index % categories.count] }
}
