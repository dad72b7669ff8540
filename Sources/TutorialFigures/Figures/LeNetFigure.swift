import Charts
import ConvolutionCore
import DrawingKit
import NetworkDescription

extension TutorialFigure {
  /// 18: every node of a LeNet while it reads an 8.
  static let leNet = TutorialFigure(
    "18", "lenet", "a whole LeNet reading a digit: the value of every node", inputs: [.image, .model]
  ) { inputs throws(FigureError) in
    let pass = try inputs.digitPass()
    let width = 350.0
    var rows: [[any Block]] = [inputRow(pass)]
    for stage in pass.stages {
      let shape = stage.output.shape
      let isLast = stage.name == pass.stages.last?.name
      let nodes: any Block
      if shape.height > 1 || shape.width > 1 {
        let maps = stage.maps
        let limit = stage.output.values.reduce(Float(0)) { max($0, $1.magnitude) }
        let space = 4.0
        // Maps are as large as the row allows, but no node is drawn larger than two points.
        let side = min(
          ((width - space * Double(maps.count - 1)) / Double(maps.count)).rounded(.down), 2 * Double(shape.width))
        nodes = Row(
          maps.map { Pixels(.diverging($0, limit: limit > 0 ? Double(limit) : 1), width: max(side, 4)) },
          spacing: space)
      } else if isLast {
        nodes = OutputNodes(scores: stage.output.values, classes: pass.model.classes, answer: pass.answer, width: width)
      } else {
        nodes = NodeStrip(stage.output.values, width: width)
      }
      rows.append([
        Column(
          [Text(stage.name, .small), Text(stage.words, .dense, .faint)], spacing: 1, alignment: .trailing), nodes,
        Text(
          shape.count == shape.channels ? "\(shape.count)" : "\(shape.channels) · \(shape.size.shape) = \(shape.count)",
          .small),
      ])
    }
    let content = Column(
      [
        Grid(rows, columnSpacing: 10, rowSpacing: 9, horizontal: [.trailing, .centre, .leading]),
        ColourBar(.diverging(limit: 1), length: 130, words: ["negative", "0", "positive"]),
        Text(verdict(pass), .body), Text("in each layer the largest magnitude has full colour", .small, .faint),
      ], spacing: 8)
    return FigureParts(title: "A LeNet reads a digit", content: content)
  }

  /// The input with the zeros that the first convolution adds around it.
  private static func inputRow(_ pass: ForwardPass) -> [any Block] {
    var sides = Sides.none
    if case .convolution(let layer) = pass.stages.first?.layer { sides = layer.geometry.padding }
    let picture = pass.picture[0]
    var padded = Plane(
      width: picture.width + sides.left + sides.right, height: picture.height + sides.top + sides.bottom)
    for y in 0..<picture.height {
      for x in 0..<picture.width { padded[y + sides.top, x + sides.left] = picture[y, x] }
    }
    let count = padded.width * padded.height
    return [
      Column(
        [Text("input", .small), Text(sides == .none ? "" : "zero padding \(sides.text)", .dense, .faint)], spacing: 1,
        alignment: .trailing), Pixels(gray: padded, width: 72), Text("\(padded.size.shape) = \(count)", .small),
    ]
  }

  static func verdict(_ pass: ForwardPass) -> String {
    let share = Double(pass.probabilities[pass.answer])
    return "it reads \(pass.model.classes[pass.answer]), with probability \(NumberText.percent(share, decimals: 1))"
  }
}

/// Nodes side by side in one row, as thin cells.
struct NodeStrip: Block {
  let values: [Float]
  let width: Double
  private let limit: Double

  init(_ values: [Float], width: Double) {
    self.values = values
    self.width = width
    limit = Plane(width: values.count, height: 1, values: values).limit
  }

  func extent(on canvas: Canvas) -> Extent { Extent(width, 13) }

  func draw(on canvas: Canvas, at origin: Point) {
    let plane = Plane(width: values.count, height: 1, values: values)
    let frame = Rectangle(x: origin.x, y: origin.y + 1, width: width, height: 11)
    canvas.picture(ColourMap.diverging(limit: limit, canvas.style).raster(of: plane), in: frame)
    canvas.grid(frame, columns: values.count, rows: 1)
    canvas.stroke(frame, canvas.style.rule, width: canvas.style.hairline)
  }
}

/// The last layer: a disc for each class with its name; the brightest is the answer.
private struct OutputNodes: Block {
  let scores: [Float]
  let classes: [String]
  let answer: Int
  let width: Double

  func extent(on canvas: Canvas) -> Extent { Extent(width, 36) }

  func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let map = ColourMap.diverging(limit: Plane(width: scores.count, height: 1, values: scores).limit, style)
    let pitch = width / Double(max(scores.count, 1))
    for (index, score) in scores.enumerated() {
      let centre = Point(origin.x + (Double(index) + 0.5) * pitch, origin.y + 10)
      canvas.disc(centre, radius: 8, map.colour(of: Double(score)))
      canvas.circle(
        centre, radius: 8, index == answer ? style.accent : style.faint,
        width: index == answer ? 2 : style.hairline)
      canvas.text(
        index < classes.count ? classes[index] : String(index), at: Point(centre.x, origin.y + 29),
        index == answer ? Font.body.emphasised : .body, style.ink, .centre, .middle)
    }
  }
}
