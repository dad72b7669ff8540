/// A window of cells or pixels that is pointed at.
public struct CellWindow: Sendable, Equatable {
  /// The colour of the window.
  public enum Emphasis: Sendable, Equatable {
    /// The first colour for what is pointed at.
    case accent
    /// The second colour.
    case second
    /// One of the style's categories.
    case category(Int)

    func colour(_ style: Style) -> Colour {
      switch self {
      case .accent: style.accent
      case .second: style.second
      case .category(let index): style.category(index)
      }
    }
  }

  /// The first column.
  public var x: Int
  /// The first row.
  public var y: Int
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int
  /// Its colour.
  public var emphasis: Emphasis

  /// A window of cells.
  public init(x: Int, y: Int, width: Int, height: Int, emphasis: Emphasis = .accent) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    self.emphasis = emphasis
  }

  func colour(_ style: Style) -> Colour { emphasis.colour(style) }

  package func contains(x column: Int, y row: Int) -> Bool {
    column >= x && column < x + width && row >= y && row < y + height
  }
}
