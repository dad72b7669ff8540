import ConvolutionCore

/// The lines of one digit as somebody once wrote it: a style, bent, slanted and stretched at random.
///
/// Only sums, products and square roots are taken, so that every machine draws the same digit.
struct DigitShape {
  /// Each stroke as a row of points; unit: the digit's height before it is fitted into its picture.
  private(set) var lines: [[Point]]

  init(digit: Int, using generator: inout SeededGenerator) {
    let style = DigitShape.choose(digitStyles[digit], using: &generator)
    // A line bends out of a 1 sooner than a bow out of an 8.
    let field = SmoothField(amplitude: digit == 1 ? 0.04 : 0.08, using: &generator)
    let slant = 0.18 + 0.26 * generator.normal()
    let stretch = max(0.55, 1 + 0.2 * generator.normal())
    let rotation = HalfAngle(0.04 * generator.normal())
    var lines: [[Point]] = []
    for stroke in style.strokes {
      let drift = Point(x: 0.02 * generator.normal(), y: 0.02 * generator.normal())
      let line = DigitShape.shaken(stroke, by: digit == 1 ? 0.012 : 0.024, using: &generator).flattened()
      let trimmed = DigitShape.trimmed(line, using: &generator)
      lines.append(
        trimmed.map { point in
          var moved = point + drift + field.displacement(at: point)
          moved.x = stretch * moved.x - slant * (moved.y - 0.5)
          return rotation.turned(moved)
        })
    }
    self.lines = lines
  }

  private static func choose(_ styles: [DigitStyle], using generator: inout SeededGenerator) -> DigitStyle {
    var rest = generator.uniform() * styles.reduce(0) { $0 + $1.weight }
    for style in styles {
      rest -= style.weight
      if rest < 0 { return style }
    }
    return styles[styles.count - 1]
  }

  /// The hand shakes: every point of the pen's way is a little off; a corner stays a corner, a ring stays closed.
  private static func shaken(_ stroke: Stroke, by deviation: Double, using generator: inout SeededGenerator) -> Stroke {
    var moved = stroke
    for index in stroke.points.indices {
      if index > 0 && stroke.points[index] == stroke.points[index - 1] {
        moved.points[index] = moved.points[index - 1]
      } else {
        let shake = Point(x: deviation * generator.normal(), y: deviation * generator.normal())
        moved.points[index] = stroke.points[index] + shake
      }
    }
    if stroke.points.count > 2 && stroke.points.first == stroke.points.last {
      moved.points[moved.points.count - 1] = moved.points[0]
    }
    return moved
  }

  /// The pen comes down late or goes up early, or runs on a little.
  private static func trimmed(_ line: [Point], using generator: inout SeededGenerator) -> [Point] {
    var line = line
    for _ in 0..<2 {
      let change = 0.05 * generator.normal()
      if change > 0, line.count > 2 {
        let end = line[line.count - 1]
        let direction = end - line[line.count - 2]
        if direction.length > 0 { line.append(end + (change / direction.length) * direction) }
      } else {
        var rest = -change
        while line.count > 6, rest > 0 {
          let end = line.removeLast()
          rest -= (end - line[line.count - 1]).length
        }
      }
      line.reverse()
    }
    return line
  }
}

/// A rotation by a small angle, given by the tangent of its half.
private struct HalfAngle {
  private let cosine: Double
  private let sine: Double

  init(_ tangent: Double) {
    let square = tangent * tangent
    cosine = (1 - square) / (1 + square)
    sine = 2 * tangent / (1 + square)
  }

  func turned(_ point: Point) -> Point {
    Point(x: cosine * point.x - sine * point.y, y: sine * point.x + cosine * point.y)
  }
}

/// A smooth random displacement of the plane: a polynomial of degree three around the digit's middle.
private struct SmoothField {
  private var x = SIMD8<Double>()
  private var y = SIMD8<Double>()

  init(amplitude: Double, using generator: inout SeededGenerator) {
    for index in 0..<7 {
      x[index] = amplitude * generator.normal()
      y[index] = amplitude * generator.normal()
    }
  }

  func displacement(at point: Point) -> Point {
    let u = 2 * (point.x - 0.4)
    let v = 2 * (point.y - 0.5)
    // Degree one is slant, stretch and rotation, which are drawn by themselves.
    let (uu, uv, vv) = (u * u, u * v, v * v)
    let terms = SIMD8(uu, uv, vv, u * uu, v * uu, u * vv, v * vv, 0)
    return Point(x: (x * terms).sum(), y: (y * terms).sum())
  }
}
