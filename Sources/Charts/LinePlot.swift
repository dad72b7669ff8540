import DrawingKit

/// One line of a plot.
public struct Series: Sendable {
  /// What the legend calls it.
  public var name: String
  /// The points from left to right.
  public var points: [Point]
  /// Which colour of the style's categories.
  public var category: Int
  /// Drawn in dashes.
  public var isDashed: Bool
  /// A disc at every point.
  public var hasMarks: Bool

  /// A line through points in data coordinates.
  public init(_ name: String, _ points: [Point], category: Int, isDashed: Bool = false, hasMarks: Bool = false) {
    self.name = name
    self.points = points
    self.category = category
    self.isDashed = isDashed
    self.hasMarks = hasMarks
  }
}

/// Lines over two axes, with a legend above.
public struct LinePlot: Block {
  private let series: [Series]
  private let horizontal: Axis
  private let vertical: Axis
  private let size: Extent
  private let hasLegend: Bool

  /// A plot whose field is `width` × `height` points; axes and legend come on top.
  public init(
    _ series: [Series], horizontal: Axis, vertical: Axis, width: Double = 220, height: Double = 140,
    hasLegend: Bool = true
  ) {
    self.series = series
    self.horizontal = horizontal
    self.vertical = vertical
    size = Extent(width, height)
    self.hasLegend = hasLegend
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let margins = margins(on: canvas)
    return Extent(margins.left + size.width + margins.right, margins.top + size.height + margins.bottom)
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let margins = margins(on: canvas)
    let field = Rectangle(origin.moved(margins.left, margins.top), size)
    drawAxes(on: canvas, field)
    canvas.clipped(to: field.grown(by: 3)) {
      for line in series {
        let colour = style.category(line.category)
        let points = line.points.filter { $0.x.isFinite && $0.y.isFinite }.map { place($0, field) }
        canvas.path(points, colour, width: 1.6, dash: line.isDashed ? [4, 3] : [])
        if line.hasMarks || points.count == 1 {
          for point in points { canvas.disc(point, radius: 2.2, colour) }
        }
      }
    }
    if hasLegend { Legend(series).draw(on: canvas, at: Point(field.left, origin.y)) }
  }

  private func place(_ point: Point, _ field: Rectangle) -> Point {
    Point(
      field.left + horizontal.share(point.x) * field.extent.width,
      field.bottom - vertical.share(point.y) * field.extent.height)
  }

  private func margins(on canvas: Canvas) -> (left: Double, top: Double, right: Double, bottom: Double) {
    let line = canvas.measure("0", .small).height
    let numbers = vertical.ticks.reduce(0) { max($0, canvas.measure(vertical.text($1), .small).width) }
    let left = numbers + 6 + (vertical.label.isEmpty ? 0 : line + 4)
    let last = canvas.measure(horizontal.text(horizontal.ticks.last ?? 0), .small).width / 2
    let legend = hasLegend ? Legend(series).extent(on: canvas) : Extent(0, 0)
    let top = max(line / 2, legend.height + (hasLegend ? 6 : 0))
    let bottom = line + 4 + (horizontal.label.isEmpty ? 0 : line + 2)
    return (
      left.rounded(.up), top.rounded(.up), max(last, legend.width - size.width, 2).rounded(.up), bottom.rounded(.up)
    )
  }

  private func drawAxes(on canvas: Canvas, _ field: Rectangle) {
    let style = canvas.style
    let line = canvas.measure("0", .small).height
    for tick in vertical.ticks {
      let y = field.bottom - vertical.share(tick) * field.extent.height
      let isZero = tick == 0 && vertical.lowest < 0
      canvas.line(
        Point(field.left, y), Point(field.right, y), isZero ? style.faint : style.rule.opacity(0.6),
        width: isZero ? style.line : style.hairline)
      canvas.text(vertical.text(tick), at: Point(field.left - 5, y), .small, style.faint, .right, .middle)
    }
    for tick in horizontal.ticks {
      let x = field.left + horizontal.share(tick) * field.extent.width
      if tick == 0 && horizontal.lowest < 0 {
        canvas.line(Point(x, field.top), Point(x, field.bottom), style.faint, width: style.line)
      }
      canvas.line(Point(x, field.bottom), Point(x, field.bottom + 3), style.ink, width: style.hairline)
      canvas.text(horizontal.text(tick), at: Point(x, field.bottom + 4), .small, style.faint, .centre, .top)
    }
    canvas.line(Point(field.left, field.top), Point(field.left, field.bottom), style.ink, width: style.line)
    canvas.line(Point(field.left, field.bottom), Point(field.right, field.bottom), style.ink, width: style.line)
    if !horizontal.label.isEmpty {
      canvas.text(
        horizontal.label, at: Point(field.middle.x, field.bottom + 4 + line), .small, style.ink, .centre, .top)
    }
    if !vertical.label.isEmpty {
      let x = field.left - margins(on: canvas).left
      canvas.text(
        vertical.label, at: Point(x, field.middle.y), .small, style.ink, .centre, .top, turned: true)
    }
  }
}

/// The names of a plot's lines, each behind a piece of its line.
public struct Legend: Block {
  private let series: [Series]

  /// A legend in one row.
  public init(_ series: [Series]) { self.series = series }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let width = series.reduce(0) { $0 + 20 + canvas.measure($1.name, .small).width }
    return Extent(
      (width + 12 * Double(max(series.count - 1, 0))).rounded(.up), canvas.measure("0", .small).height.rounded(.up))
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    var x = origin.x
    let y = origin.y + extent(on: canvas).height / 2
    for line in series {
      canvas.path(
        [Point(x, y), Point(x + 15, y)], style.category(line.category), width: 2, dash: line.isDashed ? [4, 3] : [])
      canvas.text(line.name, at: Point(x + 20, y), .small, style.ink, .left, .middle)
      x += 32 + canvas.measure(line.name, .small).width
    }
  }
}
