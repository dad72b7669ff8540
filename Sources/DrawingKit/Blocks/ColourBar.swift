import ConvolutionCore

/// A scale of colours with the numbers at its ends, and at 0 where 0 lies between.
public struct ColourBar: Block {
  /// Which colours.
  public enum Scale: Sendable {
    /// A colour map of its own.
    case map(ColourMap)
    /// Diverging colours, 0 in the middle.
    case diverging(limit: Double)
    /// Shares of 1 up to `highest`.
    case share(highest: Double)

    package func map(_ style: Style) -> ColourMap {
      switch self {
      case .map(let map): map
      case .diverging(let limit): .diverging(limit: limit, style)
      case .share(let highest): .share(highest: highest, style)
      }
    }
  }

  private let scale: Scale
  private let length: Double
  private let words: [String]
  private let thickness = 9.0

  /// A horizontal bar of a length in points; `words` are set below its ends (and middle, where there are three)
  /// instead of the numbers.
  public init(_ scale: Scale, length: Double = 120, words: [String] = []) {
    self.scale = scale
    self.length = length
    self.words = words
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let labels = self.labels(canvas.style)
    let height = canvas.measure("0", .small).height
    let first = canvas.measure(labels.first?.text ?? "", .small).width / 2
    let last = canvas.measure(labels.last?.text ?? "", .small).width / 2
    return Extent((length + 2 * max(first, last)).rounded(.up), (thickness + 3 + height).rounded(.up))
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let side = ((extent(on: canvas).width - length) / 2)
    let bar = Rectangle(x: origin.x + side, y: origin.y, width: length, height: thickness)
    let map = scale.map(style)
    let steps = 256
    var ramp = Plane(width: steps, height: 1)
    for x in 0..<steps {
      ramp[0, x] = Float(map.lowest + (map.highest - map.lowest) * Double(x) / Double(steps - 1))
    }
    canvas.picture(map.raster(of: ramp), in: bar)
    canvas.stroke(bar, style.rule, width: style.hairline)
    for label in labels(style) {
      let x = bar.left + label.position * length
      canvas.line(Point(x, bar.bottom), Point(x, bar.bottom + 2.5), style.faint, width: style.hairline)
      canvas.text(label.text, at: Point(x, bar.bottom + 3), .small, style.faint, .centre, .top)
    }
  }

  private func labels(_ style: Style) -> [(position: Double, text: String)] {
    let map = scale.map(style)
    if words.count >= 2 {
      return words.enumerated().map { (Double($0) / Double(words.count - 1), $1) }
    }
    let decimals = max(map.highest.magnitude, map.lowest.magnitude) >= 20 ? 0 : 2
    var labels = [(0.0, NumberText.short(map.lowest, decimals: decimals))]
    if map.lowest < 0 && map.highest > 0 { labels.append((-map.lowest / (map.highest - map.lowest), "0")) }
    labels.append((1, NumberText.short(map.highest, decimals: decimals)))
    return labels
  }
}
