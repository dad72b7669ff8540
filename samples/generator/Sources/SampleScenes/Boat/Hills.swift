/// Wooded hills on the far shore, kept as a map of low elevations.
///
/// Each column of the map is one direction over the water; walking outwards, whatever rises above all that stood
/// before it is seen. A map value is colour times cover, and cover.
struct Hills: Sendable {
  private static let widestAzimuth: Float = 0.85
  private static let lowest: Float = -0.006
  private static let highest: Float = 0.13
  private static let eyeHeight: Float = 2.1
  private let map: Grid<SIMD4<Float>>

  init(daylight: Daylight, columns: Int = 5200, rows: Int = 400) {
    let lines = parallelRows(columns, width: rows, repeating: SIMD4<Float>()) { column in
      let azimuth = (2 * (Float(column) + 0.5) / Float(columns) - 1) * Hills.widestAzimuth
      return Hills.walk(Point(sine(azimuth), -cosine(azimuth)), rows, daylight)
    }
    var values = lines
    for row in 0..<rows {
      for column in 0..<columns { values[row * columns + column] = lines[column * rows + row] }
    }
    map = Grid(width: columns, height: rows, values: values)
  }

  /// Colour times cover, and cover, in a direction.
  func look(_ direction: Vector) -> SIMD4<Float> {
    let flat = (direction.x * direction.x + direction.z * direction.z).squareRoot()
    let slope = direction.y / max(flat, 1e-6)
    guard slope > Hills.lowest, slope < Hills.highest else { return SIMD4() }
    let azimuth = arctangent(y: direction.x, x: -direction.z)
    return map(
      (azimuth / Hills.widestAzimuth + 1) * 0.5 * Float(map.width) - 0.5,
      (slope - Hills.lowest) / (Hills.highest - Hills.lowest) * Float(map.height) - 0.5)
  }

  private static func walk(_ outward: Point, _ rows: Int, _ daylight: Daylight) -> [SIMD4<Float>] {
    var column = [SIMD4<Float>](repeating: SIMD4(), count: rows)
    var filled = 0
    var distance: Float = 500
    while distance < 7500 && filled < rows {
      let p = outward * distance
      let height = HillShape.height(p, trees: true)
      if height > 0.3 {
        let slope = (height - eyeHeight) / distance
        let top = min(Int((slope - lowest) / (highest - lowest) * Float(rows)), rows)
        if top > filled {
          let color = HillShape.color(p, height, daylight)
          let seen = daylight.throughAir(color, distance: distance, direction: Vector(outward.x, 0, outward.y))
          // What lies between water and shore belongs to the shore.
          let bottom =
            filled == 0 ? max(Int((-eyeHeight / distance - lowest) / (highest - lowest) * Float(rows)), 0) : filled
          for row in bottom..<top { column[row] = SIMD4(seen, 1) }
          filled = top
        }
      }
      distance *= 1.0011
    }
    return column
  }
}
