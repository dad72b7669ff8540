/// Rows and columns added on the four sides of a map.
public struct Sides: Sendable, Equatable {
  /// Rows above the first.
  public var top: Int
  /// Columns to the right of the last.
  public var right: Int
  /// Rows below the last.
  public var bottom: Int
  /// Columns to the left of the first.
  public var left: Int

  /// Counts for the four sides.
  public init(top: Int, right: Int, bottom: Int, left: Int) {
    self.top = top
    self.right = right
    self.bottom = bottom
    self.left = left
  }

  /// The same count on every side.
  public init(_ count: Int) { self.init(top: count, right: count, bottom: count, left: count) }

  /// Nothing added.
  public static let none = Sides(0)

  /// As an option takes it: `2` for every side, `0x3` for top and bottom and for left and right, or
  /// `TOP,RIGHT,BOTTOM,LEFT`.
  public var text: String {
    guard top == bottom, left == right else { return "\(top),\(right),\(bottom),\(left)" }
    return top == left ? "\(top)" : "\(top)x\(left)"
  }

  /// The largest of the four.
  public var largest: Int { max(max(top, bottom), max(left, right)) }
}

/// How a window goes over a map, the same for filters and layers: its taps, its steps, the gaps between its taps, and
/// what is added around the map. Sizes, receptive fields and dropped rows follow from it.
public struct WindowGeometry: Sendable, Equatable {
  /// Rows and columns that the window reads (k).
  public var taps: Size
  /// From one position to the next, along columns (width) and rows (height) (s).
  public var stride: Size
  /// From one tap to the next (d).
  public var dilation: Size
  /// Rows and columns added around the map (p).
  public var padding: Sides

  /// A window; without a stride its positions are neighbours, without a dilation it is solid.
  public init(
    taps: Size, stride: Size = Size(width: 1, height: 1), dilation: Size = Size(width: 1, height: 1),
    padding: Sides = .none
  ) {
    self.taps = taps
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
  }

  /// Rows and columns from the window's first tap to its last: d(k−1) + 1.
  public var reach: Size {
    Size(width: dilation.width * (taps.width - 1) + 1, height: dilation.height * (taps.height - 1) + 1)
  }

  /// The window along a row of `width` pixels.
  public func columns(of width: Int) -> SlidingWindow {
    SlidingWindow(
      length: width, taps: taps.width, stride: stride.width, dilation: dilation.width, before: padding.left,
      after: padding.right)
  }

  /// The window along a column of `height` pixels.
  public func rows(of height: Int) -> SlidingWindow {
    SlidingWindow(
      length: height, taps: taps.height, stride: stride.height, dilation: dilation.height, before: padding.top,
      after: padding.bottom)
  }

  /// Whether there is room for the window in a map of size `map`.
  public func fits(_ map: Size) -> Bool { columns(of: map.width).fits && rows(of: map.height).fits }

  /// The size of the map behind it: ⌊(n + p₀ + p₁ − d(k−1) − 1)/s⌋ + 1 along each axis; 0 where it does not fit.
  public func outputSize(of map: Size) -> Size {
    Size(width: columns(of: map.width).positions, height: rows(of: map.height).positions)
  }
}

extension WindowGeometry {
  /// Calls `body` for each tap (`i`, `j`) of the window at position (`y`, `x`) that lies on a map of size `map`, row by
  /// row, with the row and the column that it lies on; what lies on padding is left out.
  @inlinable public func forEachTap(
    y: Int, x: Int, over map: Size, _ body: (_ i: Int, _ j: Int, _ row: Int, _ column: Int) -> Void
  ) {
    for i in 0..<taps.height {
      let row = y * stride.height + i * dilation.height - padding.top
      guard row >= 0, row < map.height else { continue }
      for j in 0..<taps.width {
        let column = x * stride.width + j * dilation.width - padding.left
        guard column >= 0, column < map.width else { continue }
        body(i, j, row, column)
      }
    }
  }
}
