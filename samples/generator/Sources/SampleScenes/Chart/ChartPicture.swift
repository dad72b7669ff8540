/// `chart.png`: a test chart of edges, waves, dots, lines, shapes, writing and noise, each field with its name.
package struct ChartPicture: SamplePicture {
  package static let fileName = "chart.png"
  package let width = 1024
  package let height = 768
  package let channels = 1

  private struct Field: Sendable {
    var name: [Character]
    var pattern: @Sendable (Point) -> Float
  }

  private let fields: [Field] = [
    Field(name: Array("EDGES 0 15 30 45 60 90"), pattern: ChartPatterns.edges),
    Field(name: Array("SIEMENS STAR"), pattern: ChartPatterns.star),
    Field(name: Array("SINES 32 16 8 4"), pattern: ChartPatterns.sines),
    Field(name: Array("RINGS"), pattern: ChartPatterns.rings),
    Field(name: Array("RAMPS"), pattern: ChartPatterns.ramps),
    Field(name: Array("CHECKERS 24 12 6 2"), pattern: ChartPatterns.checkers),
    Field(name: Array("IMPULSES"), pattern: ChartPatterns.impulses),
    Field(name: Array("LINES 1 2 3 4 5 6"), pattern: ChartPatterns.lines),
    Field(name: Array("SHAPES"), pattern: ChartPatterns.shapes),
    Field(name: Array("WRITING"), pattern: ChartPatterns.text),
    Field(name: Array("NOISE"), pattern: ChartPatterns.noiseFields),
    Field(name: Array("CONTRAST 1 TO 32"), pattern: ChartPatterns.faintDiscs),
  ]

  /// The chart has one size: its patterns are counted in pixels.
  package init() {}

  package func values(rows: Range<Int>) -> [UInt8] {
    var values: [UInt8] = []
    values.reserveCapacity(rows.count * width)
    for y in rows {
      for x in 0..<width {
        var sum: Float = 0
        for index in 0..<16 {
          sum += lightness(Point(Float(x) + (Float(index % 4) + 0.5) / 4, Float(y) + (Float(index / 4) + 0.5) / 4))
        }
        values.append(UInt8(clamp(sum / 16 * 255 + 0.5, 0, 255)))
      }
    }
    return values
  }

  private func lightness(_ p: Point) -> Float {
    let paper: Float = 0.97
    let ink: Float = 0.10
    let left: Float = 24
    let top: Float = 68
    let step = Point(ChartPatterns.width + 16, ChartPatterns.height + 42)
    if p.y < 56 {
      let title = StrokeFont.distance(p - Point(left, 22), ChartPicture.title, height: 22)
      return title < 1.5 ? ink : paper
    }
    let column = Int((p.x - left + 1) / step.x)
    let row = Int((p.y - top + 1) / step.y)
    guard p.x >= left - 1, p.y >= top - 1, column < 4, row < 3 else { return paper }
    let q = p - Point(left, top) - Point(Float(column), Float(row)) * step
    if q.x >= 0 && q.y >= 0 && q.x < ChartPatterns.width && q.y < ChartPatterns.height {
      return fields[row * 4 + column].pattern(q)
    }
    // A thin frame, and the name below.
    if q.x >= -1 && q.y >= -1 && q.x < ChartPatterns.width + 1 && q.y < ChartPatterns.height + 1 { return ink }
    let name = StrokeFont.distance(q - Point(0, ChartPatterns.height + 10), fields[row * 4 + column].name, height: 11)
    return name < 0.8 ? ink : paper
  }

  private static let title = Array("TEST CHART")
}
