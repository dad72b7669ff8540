import Charts
import ConvolutionCore
import DrawingKit
import ElementaryFunctions
import NetworkDescription

extension TutorialFigure {
  /// 1: two pictures with their ranked labels.
  static let captions = TutorialFigure(
    "1", "captions", "pictures with the labels a network gives them, the most probable first",
    inputs: [.image, .model]
  ) { inputs throws(FigureError) in
    let pictures = inputs.image.map { [$0.picture] } ?? [DefaultPicture.boat, DefaultPicture.cat]
    var items: [any Block] = []
    for picture in pictures {
      let pass = try inputs.picturePass(picture)
      let ranked = pass.ranking.sorted { $0.share > $1.share }.prefix(5)
      items.append(
        Column(
          [
            Pixels(.raster(raster(inputs.squarePicture(picture))), width: 150),
            Bars(probabilities: Array(ranked), length: 84),
          ], spacing: 10))
    }
    return FigureParts(title: "What is in the picture?", content: Row(items, spacing: 36, alignment: .leading))
  }

  /// 3: the simple ConvNet as a strip, from a real forward pass.
  static let convNet = TutorialFigure(
    "3", "convnet", "a simple ConvNet from picture to probabilities, drawn from a real forward pass",
    inputs: [.image, .model]
  ) { inputs throws(FigureError) in
    let pass = try inputs.picturePass(inputs.image?.picture ?? DefaultPicture.boat)
    var stages: [(name: String, stage: ArchitectureStrip.Stage)] = [
      ("picture", .picture(.raster(raster(pass.picture)), channels: pass.picture.count, size: pass.picture[0].size))
    ]
    for stage in pass.stages.dropLast() {
      let shape = stage.output.shape
      if shape.height > 1 || shape.width > 1 {
        let strongest = stage.maps.sorted { $0.energy > $1.energy }.prefix(5)
        let limit = strongest.map(\.limit).max() ?? 1
        stages.append(
          (
            stage.words,
            .maps(strongest.map { .diverging($0, limit: limit) }, count: shape.channels, size: shape.size)
          ))
      } else {
        let strongest = stage.output.values.sorted { $0.magnitude > $1.magnitude }.prefix(16)
        stages.append(("fully connected", .nodes(Array(strongest), count: shape.channels)))
      }
    }
    let total = pass.probabilities.reduce(0) { $0 + Double($1) }
    let strip = ArchitectureStrip(stages, height: 96)
    let content = Column(
      [
        strip,
        Row(
          [
            Text("\(pass.model.classes.count) outputs, softmax:"), Bars(probabilities: pass.ranking, length: 110),
            Text("sum \(NumberText.fixed(total, decimals: 2))", .small, .faint),
          ], spacing: 14),
        Text("of each layer the five strongest maps are shown, or the 16 strongest nodes", .small, .faint),
      ], spacing: 12)
    return FigureParts(title: "A simple ConvNet", content: content)
  }

  /// 14: the last fully connected layer with its weighted edges.
  static let fullyConnected = TutorialFigure(
    "14", "fully-connected", "a fully connected layer: every node adds to every class, softmax makes probabilities",
    inputs: [.image, .model]
  ) { inputs throws(FigureError) in
    let pass = try inputs.picturePass(inputs.image?.picture ?? DefaultPicture.boat)
    let stages = pass.stages
    guard stages.count >= 2, let last = stages.last, case .fullyConnected(let layer) = last.layer,
      let weights = pass.model.network["\(last.name).weight"]
    else { throw .unsuitableModel("its last two layers are not fully connected") }
    let below = stages[stages.count - 2].output.values
    guard weights.count == layer.outputs * below.count else {
      throw .unsuitableModel("its last two layers are not fully connected")
    }
    let edges = WeightedEdges(
      below: below, contributions: weights.indices.map { weights[$0] * below[$0 % below.count] },
      outputs: pass.scores, classes: pass.model.classes, answer: pass.answer)
    let exponentials = pass.scores.map { exponential(Double($0)) }
    var rows: [[any Block]] = [["class", "output z", "e^z", "probability"].map { Text($0, .small, .faint) }]
    for index in pass.scores.indices {
      let font = index == pass.answer ? Font.body.emphasised : .body
      rows.append([
        Text(pass.model.classes[index], font), Text(NumberText.fixed(Double(pass.scores[index]), decimals: 2), font),
        Text(NumberText.fixed(exponentials[index], decimals: 2), font),
        Text(NumberText.fixed(Double(pass.probabilities[index]), decimals: 3), font),
      ])
    }
    let sum = exponentials.reduce(0, +)
    let total = pass.probabilities.reduce(0) { $0 + Double($1) }
    rows.append([
      Text("sum", .body, .faint), Text(""), Text(NumberText.fixed(sum, decimals: 2), .body, .faint),
      Text(NumberText.fixed(total, decimals: 3), .body, .faint),
    ])
    let table = Grid(rows, columnSpacing: 14, rowSpacing: 6, horizontal: [.leading, .trailing])
    let content = Column(
      [
        Row(
          [
            Pixels(.raster(raster(pass.picture)), width: 84).captioned("picture, \(pass.picture[0].size)"),
            Arrow(length: 26, label: "layers"), edges, table,
          ], spacing: 12),
        Paragraph(
          "edges: contribution weight × node, orange for and blue against the class, the strongest opaque; "
            + "probability = e^z / sum", width: 420, .small, .faint, .centre),
      ], spacing: 10)
    return FigureParts(title: "A fully connected layer decides", content: content)
  }

  /// Planes of one or three channels as a picture.
  static func raster(_ channels: [Plane]) -> Raster {
    var raster = Raster(width: channels[0].width, height: channels[0].height)
    for index in 0..<channels[0].values.count {
      func byte(_ channel: Int) -> UInt8 {
        UInt8(max(0, min(255, channels[min(channel, channels.count - 1)].values[index].rounded())))
      }
      raster.set(index, (byte(0), byte(1), byte(2)))
    }
    return raster
  }
}

extension Plane {
  /// The sum of squares.
  var energy: Float { values.reduce(0) { $0 + $1 * $1 } }
}
