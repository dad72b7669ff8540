import Charts
import ConvolutionCore
import DrawingKit

extension TutorialFigure {
  /// 8: the graphs of four activation functions.
  static let activations = TutorialFigure(
    "8", "activations", "ReLU, tanh, the logistic sigmoid, and LeNet's scaled tanh"
  ) { _ throws(FigureError) in
    let xs = stride(from: Float(-4), through: 4, by: 0.0625)
    func plot(_ function: (Float) -> Float, _ lowest: Double, _ highest: Double, _ ticks: [Double]) -> any Block {
      let points = xs.map { Point(Double($0), Double(function($0))) }
      return LinePlot(
        [Series("", points, category: 0)],
        horizontal: Axis("x", from: -4, to: 4, ticks: [-4, -2, 0, 2, 4], decimals: 0),
        vertical: Axis("", from: lowest, to: highest, ticks: ticks, decimals: ticks.contains(0.5) ? 1 : 0), width: 165,
        height: 95, hasLegend: false)
    }
    let signed: [Double] = [-2, -1, 0, 1, 2]
    let content = Grid(
      [
        [
          plot({ Activation.relu($0) }, -1, 4, [-1, 0, 1, 2, 3, 4]).headed("ReLU: max(0, x)"),
          plot({ Activation.tanh($0) }, -2, 2, signed).headed("tanh x"),
        ],
        [
          plot({ Activation.sigmoid($0) }, 0, 1, [0, 0.5, 1]).headed("sigmoid: 1 / (1 + e⁻ˣ)"),
          plot({ 1.7159 * Activation.tanh($0 * 2 / 3) }, -2, 2, signed).headed("1.7159 · tanh(2x/3)"),
        ],
      ], columnSpacing: 28, rowSpacing: 14, horizontal: [.trailing])
    return FigureParts(title: "Activation functions", content: content)
  }
}
