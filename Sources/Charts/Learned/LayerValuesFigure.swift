import ConvolutionCore
import DrawingKit

extension Figure {
  /// The feature maps of one layer on one scale, with its colour bar.
  public static func featureMaps(_ maps: [Plane], title: String, remark: String) -> Figure {
    let lowest = maps.reduce(Float(0)) { $1.values.reduce($0, min) }
    let highest = maps.reduce(Float(0)) { $1.values.reduce($0, max) }
    let limit = Double(max(highest, -lowest))
    let isSigned = lowest < 0
    let gray = ColourMap.gray(0, limit > 0 ? limit : 1)
    let width = (maps.first?.width ?? 0) >= 20 ? 96.0 : 64.0
    let pictures = maps.enumerated().map { index, plane in
      let content: Pixels.Content = isSigned ? .diverging(plane, limit: limit) : .map(plane, gray)
      return (picture: Pixels(content, width: width) as any Block, caption: "\(index)")
    }
    return Figure(
      title: title,
      Column(
        [
          Text(title, .title), Text(remark, .small, .faint),
          Montage(pictures, columns: width > 90 ? 6 : 8),
          ColourBar(isSigned ? .diverging(limit: limit) : .map(gray), length: 160),
        ], spacing: 9))
  }

  /// The values of a layer without rows and columns, as cells of one scale, twenty a line.
  public static func nodes(_ values: [Float], title: String, remark: String) -> Figure {
    let largest = values.reduce(0.0) { max($0, Double($1.magnitude)) }
    let limit = largest > 0 ? largest : 1
    let isSigned = values.contains { $0 < 0 }
    let perLine = 20
    let lines = stride(from: 0, to: values.count, by: perLine).map { start -> [any Block] in
      let line = Array(values[start..<min(start + perLine, values.count)])
      let plane = Plane(width: line.count, height: 1, values: line)
      let cells = Sketch(Extent(Double(line.count) * 17, 17)) { canvas, origin in
        let map =
          isSigned
          ? ColourMap.diverging(limit: limit, canvas.style) : ColourMap.share(highest: limit, canvas.style)
        for (index, value) in plane.values.enumerated() {
          let cell = Rectangle(x: origin.x + Double(index) * 17, y: origin.y, width: 17, height: 17)
          canvas.fill(cell, map.colour(of: Double(value)))
          canvas.stroke(cell, canvas.style.rule, width: canvas.style.hairline)
        }
      }
      return [Text("\(start)", .small, .faint), cells]
    }
    return Figure(
      title: title,
      Column(
        [
          Text(title, .title), Text(remark, .small, .faint),
          Grid(lines, columnSpacing: 6, rowSpacing: 3, horizontal: [.trailing, .leading]),
          ColourBar(isSigned ? .diverging(limit: limit) : .share(highest: limit), length: 160),
        ], spacing: 9))
  }

  /// What a network takes a picture for: the picture as the network sees it, and the probability of every class.
  public static func answer(
    _ picture: Pixels.Content, probabilities: [(name: String, share: Double)], title: String
  ) -> Figure {
    Figure(
      title: title,
      Column(
        [
          Text(title, .title),
          Row(
            [
              Pixels(picture, width: 112).captioned("what the network sees"),
              Bars(probabilities: probabilities, length: 150).captioned("probability of each class", width: 200),
            ], spacing: 24),
        ], spacing: 10))
  }
}
