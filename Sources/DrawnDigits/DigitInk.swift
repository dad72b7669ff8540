import ConvolutionCore

/// Lines drawn with a round pen on a small sheet, and the sheet fitted as MNIST's pictures were: the ink in a box of
/// 20 × 20 with its proportions kept, its centre of mass on pixel 14, 14 of 28 × 28, counted from 0.
struct DigitInk {
  static let side = 28
  private static let box = 20.0
  /// Room around the picture for what the shift to the centre of mass cuts off.
  private static let margin = 12
  private static let sheet = side + 2 * margin

  /// Draws the lines; `radius` is half the pen's width in pixels, `softness` the width of the ink's edge.
  static func picture(_ lines: [[Point]], radius: Double, softness: Double, gain: Double) -> [UInt8] {
    let fitted = fit(lines, reach: radius + softness / 2)
    var ink = [Float](repeating: 0, count: sheet * sheet)
    return ink.withUnsafeMutableBufferPointer { ink in
      for line in fitted {
        for index in 1..<max(2, line.count) {
          draw(from: line[index - 1], to: line[min(index, line.count - 1)], radius, softness, on: ink)
        }
      }
      return centred(ink, gain: Float(gain))
    }
  }

  /// Scales the lines so that their ink, which reaches `reach` beyond them, fills the box from its first pixel on.
  private static func fit(_ lines: [[Point]], reach: Double) -> [[Point]] {
    var low = Point(x: .infinity, y: .infinity)
    var high = Point(x: -.infinity, y: -.infinity)
    for line in lines {
      for point in line {
        low = Point(x: min(low.x, point.x), y: min(low.y, point.y))
        high = Point(x: max(high.x, point.x), y: max(high.y, point.y))
      }
    }
    let extent = max(high.x - low.x, high.y - low.y, 1e-6)
    let scale = (box - 2 * reach) / extent
    let corner = Double(margin + (side - Int(box)) / 2) + reach
    return lines.map { line in line.map { scale * ($0 - low) + Point(x: corner, y: corner) } }
  }

  /// Darkens every pixel near the line from `start` to `end` to what the pen covers there.
  private static func draw(
    from start: Point, to end: Point, _ radius: Double, _ softness: Double,
    on ink: UnsafeMutableBufferPointer<Float>
  ) {
    let reach = radius + 0.5 * softness
    let left = max(0, Int(min(start.x, end.x) - reach))
    let right = min(sheet - 1, Int(max(start.x, end.x) + reach))
    let top = max(0, Int(min(start.y, end.y) - reach))
    let bottom = min(sheet - 1, Int(max(start.y, end.y) + reach))
    guard left <= right && top <= bottom else { return }
    let direction = end - start
    let square = direction.x * direction.x + direction.y * direction.y
    let inverse = square > 0 ? 1 / square : 0
    let edge = 1 / softness
    // Well within the pen every pixel is black: no root is needed there.
    let core = max(0, radius - 0.5 * softness - 1e-6)
    for row in top...bottom {
      let y = Double(row) + 0.5 - start.y
      for column in left...right {
        let index = row * sheet + column
        if ink[index] == 1 { continue }
        let x = Double(column) + 0.5 - start.x
        let t = min(1, max(0, (x * direction.x + y * direction.y) * inverse))
        let across = x - t * direction.x
        let along = y - t * direction.y
        let distance = across * across + along * along
        guard distance < reach * reach else { continue }
        let cover =
          distance < core * core ? 1 : Float(min(1, (radius - distance.squareRoot()) * edge + 0.5))
        if cover > ink[index] { ink[index] = cover }
      }
    }
  }

  /// Cuts out 28 × 28 so that the centre of mass is on pixel 14, 14, to the nearest pixel.
  private static func centred(_ ink: UnsafeMutableBufferPointer<Float>, gain: Float) -> [UInt8] {
    var mass: Float = 0
    var x: Float = 0
    var y: Float = 0
    // The ink fills the box, and nothing lies beyond it but what rounding carries over its edge.
    let inked = (sheet - Int(box)) / 2 - 1..<(sheet + Int(box)) / 2 + 1
    for row in inked {
      for column in inked {
        let value = ink[row * sheet + column]
        mass += value
        x += value * (Float(column) + 0.5)
        y += value * (Float(row) + 0.5)
      }
    }
    // MNIST's centre is the middle of a pixel, half a pixel from the picture's.
    let half = Float(side + 1) / 2
    let left = min(sheet - side, max(0, Int((x / max(mass, 1e-6) - half).rounded())))
    let top = min(sheet - side, max(0, Int((y / max(mass, 1e-6) - half).rounded())))
    var picture = [UInt8](repeating: 0, count: side * side)
    for row in 0..<side {
      for column in 0..<side {
        let value = min(1, gain * ink[(row + top) * sheet + column + left])
        picture[row * side + column] = UInt8(255 * value + 0.5)
      }
    }
    return picture
  }
}
