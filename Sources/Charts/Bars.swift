import DrawingKit

/// Horizontal bars with a name before and a number behind each, as probabilities of classes.
public struct Bars: Block {
  /// One bar.
  public struct Bar: Sendable {
    /// The name before it.
    public var name: String
    /// Its length, in the unit of the chart; negative ones go to the left.
    public var value: Double
    /// The text behind it.
    public var text: String
    /// Drawn in the colour of what is pointed at.
    public var isMarked: Bool

    /// A bar.
    public init(_ name: String, _ value: Double, text: String, isMarked: Bool = false) {
      self.name = name
      self.value = value
      self.text = text
      self.isMarked = isMarked
    }
  }

  private let bars: [Bar]
  private let highest: Double
  private let length: Double
  private let thickness: Double
  /// The longest text to make room for, so that frames of an animation have one size.
  private var roomFor = ""

  /// Bars from top to bottom; a value of `highest` is `length` points long.
  public init(_ bars: [Bar], highest: Double = 1, length: Double = 120, thickness: Double = 11) {
    self.bars = bars
    self.highest = highest
    self.length = length
    self.thickness = thickness
  }

  /// The probabilities of classes in percent; the largest is marked.
  public init(probabilities: [(name: String, share: Double)], length: Double = 120) {
    let best = probabilities.indices.max { probabilities[$0].share < probabilities[$1].share }
    self.init(
      probabilities.enumerated().map { index, item in
        Bar(item.name, item.share, text: NumberText.percent(item.share), isMarked: index == best)
      }, length: length)
    roomFor = NumberText.percent(1)
  }

  private func columns(on canvas: Canvas) -> (name: Double, left: Double, right: Double, text: Double) {
    let scale = highest > 0 ? length / highest : 0
    return (
      bars.reduce(0) { max($0, canvas.measure($1.name, .body).width) }.rounded(.up) + 6,
      bars.reduce(0) { max($0, -$1.value * scale) }, bars.reduce(0) { max($0, $1.value * scale) },
      bars.reduce(canvas.measure(roomFor, .small).width) { max($0, canvas.measure($1.text, .small).width) }.rounded(.up)
        + 5
    )
  }

  private var pitch: Double { max(thickness + 4, 15) }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let columns = columns(on: canvas)
    return Extent(
      (columns.name + columns.left + max(columns.right, length) + columns.text).rounded(.up),
      Double(bars.count) * pitch)
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let columns = columns(on: canvas)
    let zero = origin.x + columns.name + columns.left
    let scale = highest > 0 ? length / highest : 0
    for (index, bar) in bars.enumerated() {
      let middle = origin.y + (Double(index) + 0.5) * pitch
      let long = bar.value * scale
      canvas.text(
        bar.name, at: Point(origin.x + columns.name - 6, middle), bar.isMarked ? Font.body.emphasised : .body,
        style.ink,
        .right, .middle)
      canvas.fill(
        Rectangle(x: min(zero, zero + long), y: middle - thickness / 2, width: abs(long), height: thickness),
        bar.isMarked ? style.accent : style.second)
      canvas.text(
        bar.text, at: Point(max(zero, zero + long) + 5, middle), .small, bar.isMarked ? style.ink : style.faint, .left,
        .middle)
    }
    canvas.line(
      Point(zero, origin.y), Point(zero, origin.y + Double(bars.count) * pitch), style.ink, width: style.hairline)
  }
}
