import Charts
import ConvolutionCore
import DrawingKit

/// Two layers of nodes and all edges between them, as strong as what they contribute.
struct WeightedEdges: Block {
  let below: [Float]
  /// Outputs × nodes below.
  let contributions: [Float]
  let outputs: [Float]
  let classes: [String]
  let answer: Int

  private let height = 236.0
  private let width = 140.0

  func extent(on canvas: Canvas) -> Extent {
    let names = classes.reduce(0) { max($0, canvas.measure($1, Font.body.emphasised).width) }
    return Extent((width + names + 16).rounded(.up), height)
  }

  func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let nodes = NodeColumn(below, height: height)
    let map = ColourMap.diverging(limit: 1, style)
    let limit = Double(contributions.reduce(0) { max($0, $1.magnitude) })
    let pitch = height / Double(max(outputs.count, 1))
    func place(_ index: Int) -> Point { origin.moved(width, (Double(index) + 0.5) * pitch) }
    let order = contributions.indices.sorted { contributions[$0].magnitude < contributions[$1].magnitude }
    for index in order where limit > 0 {
      let strength = Double(contributions[index]) / limit
      guard abs(strength) > 0.01 else { continue }
      let from = nodes.centre(index % below.count)
      canvas.line(
        origin.moved(from.x, from.y), place(index / below.count),
        map.colour(of: strength > 0 ? 0.6 : -0.6).opacity(min(1, 0.08 + abs(strength))),
        width: 0.4 + 1.4 * abs(strength))
    }
    nodes.draw(on: canvas, at: origin)
    let outputMap = ColourMap.diverging(
      limit: Plane(width: outputs.count, height: 1, values: outputs).limit, style)
    for (index, value) in outputs.enumerated() {
      canvas.disc(place(index), radius: 9, outputMap.colour(of: Double(value)))
      canvas.circle(
        place(index), radius: 9, index == answer ? style.accent : style.faint,
        width: index == answer ? 2 : style.line)
      if index < classes.count {
        canvas.text(
          classes[index], at: place(index).moved(14, 0), index == answer ? Font.body.emphasised : .body, style.ink,
          .left, .middle)
      }
    }
  }
}
