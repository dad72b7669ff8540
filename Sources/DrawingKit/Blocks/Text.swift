/// One line of text.
public struct Text: Block {
  /// Which of the style's colours.
  public enum Tone: Sendable {
    /// The colour of text.
    case ink
    /// The colour of remarks.
    case faint
    /// What is pointed at.
    case accent
    /// The second thing that is pointed at.
    case second

    func colour(_ style: Style) -> Colour {
      switch self {
      case .ink: style.ink
      case .faint: style.faint
      case .accent: style.accent
      case .second: style.second
      }
    }
  }

  private let text: String
  private let font: Font
  private let tone: Tone

  /// A line in a font.
  public init(_ text: String, _ font: Font = .body, _ tone: Tone = .ink) {
    self.text = text
    self.font = font
    self.tone = tone
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let measure = canvas.measure(text, font)
    return Extent(measure.width.rounded(.up), measure.height.rounded(.up))
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    canvas.text(text, at: origin, font, tone.colour(canvas.style), .left, .top)
  }
}

/// Text broken into lines of a given width; line feeds begin new lines.
public struct Paragraph: Block {
  private let text: String
  private let width: Double
  private let font: Font
  private let tone: Text.Tone
  private let anchor: HorizontalAnchor

  /// Text no wider than `width` points, unless a single word is.
  public init(
    _ text: String, width: Double, _ font: Font = .small, _ tone: Text.Tone = .faint, _ anchor: HorizontalAnchor = .left
  ) {
    self.text = text
    self.width = width
    self.font = font
    self.tone = tone
    self.anchor = anchor
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let lines = self.lines(on: canvas)
    let widest = lines.reduce(0) { max($0, canvas.measure($1, font).width) }
    return Extent(min(max(widest, 0), width).rounded(.up), (Double(lines.count) * leading(on: canvas)).rounded(.up))
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let own = extent(on: canvas).width
    let x =
      switch anchor {
      case .left: origin.x
      case .centre: origin.x + own / 2
      case .right: origin.x + own
      }
    for (index, line) in lines(on: canvas).enumerated() {
      canvas.text(
        line, at: Point(x, origin.y + Double(index) * leading(on: canvas)), font, tone.colour(canvas.style), anchor,
        .top)
    }
  }

  private func leading(on canvas: Canvas) -> Double { canvas.measure("", font).height * 1.08 }

  private func lines(on canvas: Canvas) -> [String] {
    var lines: [String] = []
    for passage in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in passage.split(separator: " ") {
        let longer = line.isEmpty ? String(word) : line + " " + word
        if line.isEmpty || canvas.measure(longer, font).width <= width {
          line = longer
        } else {
          lines.append(line)
          line = String(word)
        }
      }
      lines.append(line)
    }
    return lines
  }
}
