import ConvolutionCore
import DrawingKit

extension TutorialFigure {
  /// 16: several convolutions with ReLU before each pooling, as columns of activations.
  static let deepStack = TutorialFigure(
    "16", "deep-stack", "several convolutions with ReLU before each pooling: what every layer sees", inputs: [.image]
  ) { inputs throws(FigureError) in
    let gray = inputs.gray(columns: 84)
    let bank = try [
      "sobel-x", "sobel-y", "edge-3", "gaussian-3", "emboss", "line-45", "laplacian-8", "line-vertical", "sharpen",
    ].map(TutorialFigure.kernel)
    var maps = [gray]
    var names: [String] = []
    var columns: [[any Block]] = []
    var sizes: [String] = []
    let width = 38.0
    for (index, name) in ["conv", "ReLU", "conv", "ReLU", "pool", "conv", "ReLU", "conv", "pool"].enumerated() {
      switch name {
      case "conv":
        let layer = MapLayer(count: 5, depth: maps.count, bank: Array(bank[(index % 3)...]))
        maps = try layer.apply(maps).map(\.normalised)
      case "ReLU": maps = maps.map { Activation.relu.applied(to: $0) }
      default:
        var pooled: [Plane] = []
        for map in maps { pooled.append(try Pooling(.max, window: 2).map(of: map)) }
        maps = pooled
      }
      names.append(name)
      columns.append(maps.map { Pixels(.diverging($0, limit: 255), width: width) })
      sizes.append("\(maps[0].size)")
    }
    var rows: [[any Block]] = [names.map { Text($0, .small) }]
    for row in 0..<5 {
      rows.append(columns.map { $0[row] })
    }
    rows.append(sizes.map { Text($0, .small, .faint) })
    let picture = Column(
      [Text("picture", .small), Pixels(gray: gray, width: 66), Text("\(gray.size)", .small, .faint)], spacing: 4)
    let legend = ColourBar(.diverging(limit: 255), length: 150, words: ["negative", "0", "positive"])
    let content = Column(
      [
        Row([picture, Arrow(length: 14), Grid(rows, columnSpacing: 7, rowSpacing: 4)], spacing: 6), legend,
        Text("each map of a convolution is scaled to the same largest value", .small, .faint),
      ], spacing: 8)
    return FigureParts(title: "Deeper: several convolutions before a pooling", content: content)
  }
}
