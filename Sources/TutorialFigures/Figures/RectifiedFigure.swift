import ConvolutionCore
import DrawingKit

extension TutorialFigure {
  /// 9: a signed feature map before and after ReLU.
  static let rectified = TutorialFigure(
    "9", "rectified", "ReLU puts 0 in the place of every negative value of a feature map", inputs: [.image, .kernel]
  ) { inputs throws(FigureError) in
    let gray = inputs.gray(columns: 240)
    let named = try inputs.kernel("emboss-5")
    let map = try Convolution().map(of: gray, named.kernel)
    let rectified = Activation.relu.applied(to: map)
    // All but the strongest hundredth: the rest would be lost in gray.
    let limit = map.magnitude(atShare: 0.99)
    func share(_ plane: Plane, _ test: (Float) -> Bool) -> String {
      NumberText.percent(Double(plane.values.count(where: test)) / Double(max(plane.values.count, 1)), decimals: 0)
    }
    let side = 132.0
    let pictures = CaptionedRow(
      [
        (Pixels(gray: gray, width: side), "picture"), (Arrow(length: 34, label: named.name), ""),
        (
          Pixels(.map(map, .signedGray(limit: limit)), width: side),
          "feature map: \(share(map) { $0 < 0 }) negative"
        ),
        (Arrow(length: 34, label: "ReLU"), ""),
        (
          Pixels(.map(rectified, .signedGray(limit: limit)), width: side),
          "rectified: \(share(rectified) { $0 < 0 }) negative"
        ),
      ], spacing: 6)
    let extreme = NumberText.short(limit, decimals: 0)
    let legend = ColourBar(
      .map(.signedGray(limit: limit)), length: 250,
      words: ["black is negative: −\(extreme) or less", "0", "white is positive: \(extreme) or more"])
    return FigureParts(title: "Rectification", content: Column([pictures, legend], spacing: 10))
  }
}
