/// How the stored rows are to be turned to stand upright: EXIF's tag 274.
public enum Orientation: Int, Sendable, CaseIterable {
  /// As stored.
  case upright = 1
  /// Mirrored left to right.
  case mirrored = 2
  /// Upside down.
  case halfTurn = 3
  /// Mirrored top to bottom.
  case flipped = 4
  /// Rows and columns exchanged.
  case transposed = 5
  /// To be turned a quarter clockwise.
  case quarterTurnRight = 6
  /// Rows and columns exchanged about the other diagonal.
  case transverse = 7
  /// To be turned a quarter counterclockwise.
  case quarterTurnLeft = 8

  /// True when the stored rows are the upright columns.
  public var exchangesAxes: Bool { rawValue >= 5 }

  /// True when the stored rows are the upright rows, top to bottom.
  var keepsRowOrder: Bool { self == .upright || self == .mirrored }

  /// Where a stored pixel lies upright: offset + x · column + y · row, for stored size `width` × `height`.
  func steps(width: Int, height: Int) -> (offset: Int, column: Int, row: Int) {
    switch self {
    case .upright: (0, 1, width)
    case .mirrored: (width - 1, -1, width)
    case .halfTurn: (width * height - 1, -1, -width)
    case .flipped: (width * (height - 1), 1, -width)
    case .transposed: (0, height, 1)
    case .quarterTurnRight: (height - 1, height, -1)
    case .transverse: (width * height - 1, -height, -1)
    case .quarterTurnLeft: (height * (width - 1), -height, 1)
    }
  }
}
