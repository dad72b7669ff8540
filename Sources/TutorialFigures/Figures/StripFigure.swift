import ConvolutionCore
import DrawingKit

extension TutorialFigure {
  /// 0: what becomes of one picture on its way through convolution, ReLU and pooling.
  static let strip = TutorialFigure(
    "0", "strip", "one picture through a convolution, ReLU and 2×2 max pooling", inputs: [.image, .kernel]
  ) { inputs throws(FigureError) in
    let columns = 400
    let gray = inputs.gray(columns: columns)
    guard gray.width >= 2, gray.height >= 2 else { throw .pictureTooSmall(found: gray.size, needed: 2) }
    let named = try inputs.kernel("edge")
    let map = try Convolution().map(of: gray, named.kernel)
    let rectified = Activation.relu.applied(to: map)
    let pooled = try Pooling(.max, window: 2).map(of: rectified)
    // All but the strongest fiftieth: the rest would be lost in gray.
    let limit = map.magnitude(atShare: 0.98)
    func cell(_ content: Pixels.Content, _ heading: String, _ remark: String, _ size: Size) -> any Block {
      Column(
        [
          Pixels(content, width: 128), Text(heading, .heading), Text(remark, .small, .faint),
          Text("\(size)", .small, .faint),
        ], spacing: 4)
    }
    let content = Row(
      [
        cell(.raster(inputs.raster(columns: columns)), "picture", "drawn in \(gray.width) columns", gray.size),
        cell(.map(map, .signedGray(limit: limit)), named.name, "black is negative", map.size),
        cell(.map(rectified, .gray(0, limit)), "ReLU", "negative becomes 0", rectified.size),
        cell(.map(pooled, .gray(0, limit)), "max pooling", "largest of each 2×2", pooled.size),
      ], spacing: 6, alignment: .leading)
    return FigureParts(title: "Convolution, ReLU, pooling", content: content)
  }
}
