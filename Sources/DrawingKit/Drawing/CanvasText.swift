import CCairo

/// A text on a canvas and the box of its ink.
public struct TextBox: Sendable, Equatable {
  /// What it says.
  public let text: String
  /// The box of its ink.
  public let box: Rectangle
  /// The font's size in points.
  public let size: Double
}

/// What a text measures in one font, in points.
public struct TextMeasure: Sendable, Equatable {
  /// How far the text moves on.
  public let width: Double
  /// Above the baseline, for any text of the font.
  public let ascent: Double
  /// Below the baseline, for any text of the font.
  public let descent: Double

  /// From the highest to the lowest letter of the font.
  public var height: Double { ascent + descent }
}

/// Where a text lies by the point it is set at.
public enum HorizontalAnchor: Sendable {
  /// It begins there.
  case left
  /// It is centred there.
  case centre
  /// It ends there.
  case right
}

/// Where a text lies by the point it is set at.
public enum VerticalAnchor: Sendable {
  /// Its line begins there.
  case top
  /// Its digits are centred there.
  case middle
  /// It stands there.
  case baseline
}

extension Canvas {
  /// The width, ascent and descent of a text.
  public func measure(_ text: String, _ font: Font) -> TextMeasure {
    select(font)
    var lines = cairo_font_extents_t()
    cairo_font_extents(context, &lines)
    var ink = cairo_text_extents_t()
    cairo_text_extents(context, text, &ink)
    return TextMeasure(width: ink.x_advance, ascent: lines.ascent, descent: lines.descent)
  }

  /// Sets a text; `turned` reads from below upwards.
  public func text(
    _ text: String, at point: Point, _ font: Font, _ colour: Colour? = nil, _ horizontal: HorizontalAnchor = .left,
    _ vertical: VerticalAnchor = .baseline, turned: Bool = false
  ) {
    select(font)
    var lines = cairo_font_extents_t()
    cairo_font_extents(context, &lines)
    var ink = cairo_text_extents_t()
    cairo_text_extents(context, text, &ink)
    let dx =
      switch horizontal {
      case .left: 0.0
      case .centre: -ink.x_advance / 2
      case .right: -ink.x_advance
      }
    let dy =
      switch vertical {
      case .top: lines.ascent
      case .middle: digitHeight / 2
      case .baseline: 0.0
      }
    use(colour ?? style.ink)
    if turned {
      cairo_save(context)
      cairo_translate(context, point.x, point.y)
      cairo_rotate(context, -.pi / 2)
      cairo_move_to(context, dx, dy)
      cairo_show_text(context, text)
      cairo_restore(context)
    } else {
      cairo_move_to(context, point.x + dx, point.y + dy)
      cairo_show_text(context, text)
    }
    cairo_new_path(context)
    let (left, top) = (dx + ink.x_bearing, dy + ink.y_bearing)
    let box =
      turned
      ? Rectangle(x: point.x + top, y: point.y - left - ink.width, width: ink.height, height: ink.width)
      : Rectangle(x: point.x + left, y: point.y + top, width: ink.width, height: ink.height)
    note(TextBox(text: text, box: box, size: font.size))
  }

  /// The height of a digit in the font in use.
  private var digitHeight: Double {
    var ink = cairo_text_extents_t()
    cairo_text_extents(context, "0", &ink)
    return ink.height
  }

  private func select(_ font: Font) {
    cairo_select_font_face(
      context, style.fontFamily, font.italic ? CAIRO_FONT_SLANT_ITALIC : CAIRO_FONT_SLANT_NORMAL,
      font.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, font.size)
  }
}
