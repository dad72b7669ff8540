/// A place on the page, in points of 1/72 inch; y grows downwards.
public struct Point: Sendable, Equatable {
  /// Points from the left.
  public var x: Double
  /// Points from the top.
  public var y: Double

  /// The place (x, y).
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// The place moved to the right and down.
  public func moved(_ dx: Double, _ dy: Double) -> Point { Point(x + dx, y + dy) }
}

/// A size on the page, in points.
public struct Extent: Sendable, Equatable {
  /// Points across.
  public var width: Double
  /// Points down.
  public var height: Double

  /// A size of `width` by `height`.
  public init(_ width: Double, _ height: Double) {
    self.width = width
    self.height = height
  }
}

/// An upright rectangle on the page, in points.
public struct Rectangle: Sendable, Equatable {
  /// The upper left corner.
  public var origin: Point
  /// Width and height.
  public var extent: Extent

  /// A rectangle from its corner and size.
  public init(_ origin: Point, _ extent: Extent) {
    self.origin = origin
    self.extent = extent
  }

  /// A rectangle from its corner and size.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.init(Point(x, y), Extent(width, height))
  }

  /// The left edge.
  public var left: Double { origin.x }
  /// The upper edge.
  public var top: Double { origin.y }
  /// The right edge.
  public var right: Double { origin.x + extent.width }
  /// The lower edge.
  public var bottom: Double { origin.y + extent.height }
  /// Half way across and down.
  public var middle: Point { Point(origin.x + extent.width / 2, origin.y + extent.height / 2) }

  /// The rectangle made larger by `margin` on every side (smaller where negative).
  public func grown(by margin: Double) -> Rectangle {
    Rectangle(
      x: left - margin, y: top - margin, width: extent.width + 2 * margin, height: extent.height + 2 * margin)
  }

  /// True when both share an area more than `tolerance` points wide and high.
  public func overlaps(_ other: Rectangle, tolerance: Double = 0) -> Bool {
    min(right, other.right) - max(left, other.left) > tolerance
      && min(bottom, other.bottom) - max(top, other.top) > tolerance
  }

  /// True when `other` lies inside.
  public func contains(_ other: Rectangle) -> Bool {
    other.left >= left && other.top >= top && other.right <= right && other.bottom <= bottom
  }
}
