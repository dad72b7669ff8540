extension ChartPatterns {
  /// Square, disc, triangle, ring, cross and a turned square.
  static func shapes(_ p: Point) -> Float {
    let cell = Point(width / 3, height / 2)
    let column = min(Int(p.x / cell.x), 2)
    let row = min(Int(p.y / cell.y), 1)
    let q = p - (Point(Float(column), Float(row)) + 0.5) * cell
    let inside: Bool
    switch row * 3 + column {
    case 0: inside = max(abs(q.x), abs(q.y)) < 27
    case 1: inside = length(q) < 30
    case 2: inside = q.y < 25 && q.y > -30 + abs(q.x) * 1.732
    case 3: inside = abs(length(q) - 24) < 6
    case 4: inside = min(abs(q.x), abs(q.y)) < 8 && max(abs(q.x), abs(q.y)) < 30
    default: inside = abs(q.x) + abs(q.y) < 33
    }
    return inside ? 0.15 : 0.80
  }

  private static let textLines: [(text: [Character], height: Float, top: Float)] = [
    (Array("CONVOLUTION"), 21, 16), (Array("KERNEL STRIDE 2"), 15, 54), (Array("FEATURE MAP 28X28"), 12.5, 86),
    (Array("0123456789 PADDING"), 11, 115), (Array("MAX AVERAGE AND SUM POOL"), 9, 142),
    (Array("RECEPTIVE FIELD OF A PIXEL"), 8, 164),
  ]

  /// Lines of writing, large to small.
  static func text(_ p: Point) -> Float {
    for line in textLines where p.y > line.top - 3 && p.y < line.top + line.height + 3 {
      let distance = StrokeFont.distance(p - Point(10, line.top), line.text, height: line.height)
      if distance < line.height * 0.075 { return 0.05 }
    }
    return 0.95
  }

  /// Gaussian noise on the left, salt and pepper on the right; one value for each pixel.
  static func noiseFields(_ p: Point) -> Float {
    let x = Int32(roundedDown(p.x))
    let y = Int32(roundedDown(p.y))
    let bits = mixedBits(x, y, 211)
    // A disc to be found again under the noise.
    let center = Point(width * (p.x < width / 2 ? 0.25 : 0.75), height / 2)
    let ground: Float = length(p - center) < 38 ? 0.68 : 0.38
    if p.x < width / 2 {
      var sum: Float = 0
      for index in 0..<4 { sum += unit(mixedBits(bits &+ UInt32(index))) }
      return clamp(ground + (sum - 2) * 1.732 * 0.10)
    }
    let share = unit(bits)
    return share < 0.06 ? 0 : share > 0.94 ? 1 : ground
  }

  /// Discs that stand out from gray by 1, 2, 4, 8, 16 and 32 hundredths.
  static func faintDiscs(_ p: Point) -> Float {
    let cell = Point(width / 3, height / 2)
    let column = min(Int(p.x / cell.x), 2)
    let row = min(Int(p.y / cell.y), 1)
    let q = p - (Point(Float(column), Float(row)) + 0.5) * cell
    let contrast = [0.01 as Float, 0.02, 0.04, 0.08, 0.16, 0.32][row * 3 + column]
    return length(q) < 29 ? 0.5 + contrast : 0.5
  }
}
