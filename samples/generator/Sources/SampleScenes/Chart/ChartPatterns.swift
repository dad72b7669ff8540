/// The fields of the test chart: each gives the lightness, 0 … 1, at a point in pixels from its upper left corner.
enum ChartPatterns {
  static let width: Float = 232
  static let height: Float = 190

  /// Half planes whose edges stand at 0°, 15°, 30°, 45°, 60° and 90° from upright.
  static func edges(_ p: Point) -> Float {
    let cell = Point(width / 3, height / 2)
    let column = min(Int(p.x / cell.x), 2)
    let row = min(Int(p.y / cell.y), 1)
    let angle = [0 as Float, 15, 30, 45, 60, 90][row * 3 + column] * Float.pi / 180
    let q = p - (Point(Float(column), Float(row)) + 0.5) * cell
    guard abs(q.x) < cell.x / 2 - 4, abs(q.y) < cell.y / 2 - 4 else { return 0.5 }
    return q.x * cosine(angle) + q.y * sine(angle) > 0 ? 0.88 : 0.12
  }

  /// A Siemens star: spokes that grow finer towards the middle.
  static func star(_ p: Point) -> Float {
    let q = p - Point(width, height) / 2
    let radius = length(q)
    guard radius < 90 else { return 0.5 }
    guard radius > 3 else { return 0.5 }
    return sine(arctangent(y: q.y, x: q.x) * 36) > 0 ? 1 : 0
  }

  /// Sine waves of 32, 16, 8 and 4 pixels, upright on the left and level on the right.
  static func sines(_ p: Point) -> Float {
    let row = min(Int(p.y / (height / 4)), 3)
    let wavelength = [32 as Float, 16, 8, 4][row]
    let along = p.x < width / 2 ? p.x : p.y
    return 0.5 + 0.48 * sine(2 * Float.pi * along / wavelength)
  }

  /// Rings that grow finer outwards: every direction and every wavelength down to 4 pixels.
  static func rings(_ p: Point) -> Float {
    let q = p - Point(width, height) / 2
    return 0.5 + 0.48 * cosine(dot(q, q) * Float.pi / (4 * 116))
  }

  /// A smooth ramp, the same in sixteen steps, and a smooth one the other way.
  static func ramps(_ p: Point) -> Float {
    let share = p.x / width
    if p.y < height / 3 { return share }
    if p.y < height * 2 / 3 { return roundedDown(min(share, 0.9999) * 16) / 15 }
    return 1 - share
  }

  /// Checkerboards with squares of 24, 12, 6 and 2 pixels.
  static func checkers(_ p: Point) -> Float {
    let column = p.x < 120 ? 0 : 1
    let row = p.y < 96 ? 0 : 1
    let size = [24 as Float, 12, 6, 2][row * 2 + column]
    let square = roundedDown(p.x / size) + roundedDown(p.y / size)
    return fraction(square / 2) < 0.25 ? 0.08 : 0.92
  }

  /// Single pixels, then squares of 3 and 5 and a disc of 11: white on black, and black on white.
  static func impulses(_ p: Point) -> Float {
    let dark = p.x < width / 2
    let q = Point(dark ? p.x : p.x - width / 2, p.y)
    let cell = Point(roundedDown(q.x / 29), roundedDown(q.y / 38))
    let middle = Point(roundedDown((cell.x + 0.5) * 29), roundedDown((cell.y + 0.5) * 38)) + 0.5
    let d = q - middle
    let reach = max(abs(d.x), abs(d.y))
    let mark =
      switch Int(cell.y) {
      case 0, 4: reach < 0.5
      case 1: reach < 1.5
      case 2: reach < 2.5
      default: length(d) < 5.5
      }
    return mark == dark ? 1 : 0
  }

  /// Lines 1 to 6 pixels wide in four directions.
  static func lines(_ p: Point) -> Float {
    let right = p.x >= width / 2
    let lower = p.y >= height / 2
    let q = Point(right ? p.x - width / 2 : p.x, lower ? p.y - height / 2 : p.y)
    let along: Float
    switch (right, lower) {
    case (false, false): along = q.x
    case (true, false): along = q.y
    case (false, true): along = (q.x + q.y) * 0.707_106_78
    case (true, true): along = (q.x - q.y) * 0.707_106_78 + 60
    }
    var start: Float = 8
    for thick in 1...6 {
      let wide = Float(thick)
      if along >= start && along < start + wide { return 0.05 }
      start += wide + 10
    }
    return 0.95
  }
}
