import Charts
import ConvolutionCore
import DrawingKit
import ElementaryFunctions
import NetworkDescription

extension TutorialFigure {
  /// 20: the weights and contributions of one output.
  static let outputNode = TutorialFigure(
    "20", "output-node", "one output of the last layer: its weights, what each node contributes, and the prediction",
    inputs: [.image, .model]
  ) { inputs throws(FigureError) in
    let pass = try inputs.digitPass()
    let stages = pass.stages
    guard stages.count >= 2, let last = stages.last, case .fullyConnected(let layer) = last.layer,
      let weights = pass.model.network["\(last.name).weight"],
      weights.count == layer.outputs * stages[stages.count - 2].output.values.count
    else { throw .unsuitableModel("its last two layers are not fully connected") }
    let below = stages[stages.count - 2].output.values
    let answer = pass.answer
    let own = Array(weights[answer * below.count..<(answer + 1) * below.count])
    let contributions = zip(own, below).map { $0 * $1 }
    let bias = pass.model.network["\(last.name).bias"]?[answer] ?? 0
    let columns = columnCount(below.count)
    func grid(_ values: [Float], _ heading: String, _ caption: String) -> any Block {
      let rows = (values.count + columns - 1) / columns
      let plane = Plane(
        width: columns, height: rows, values: values + [Float](repeating: 0, count: rows * columns - values.count))
      return Column(
        [
          Text(heading, .heading), Pixels(.diverging(plane, limit: plane.limit), width: 116, hasGrid: true),
          ColourBar(.diverging(limit: plane.limit), length: 84), Text(caption, .small, .faint),
        ], spacing: 4)
    }
    let name = pass.model.classes[answer]
    let sum = contributions.reduce(0, +)
    let nodes = CaptionedRow(
      [
        (grid(below, "\(below.count) nodes x", "layer \(stages[stages.count - 2].name)"), ""), (Text("×", .sign), ""),
        (grid(own, "weights w of “\(name)”", "\(last.name), row \(answer)"), ""), (Text("=", .sign), ""),
        (grid(contributions, "contributions", "each x · w"), ""),
      ], spacing: 8)
    let equation = "Σ x · w + bias = " + equation(Double(sum), Double(bias))
    let scores = pass.scores
    let limit = Double(scores.reduce(0) { max($0, $1.magnitude) })
    let outputs = Bars(
      zip(pass.model.classes, scores).enumerated().map { index, item in
        Bars.Bar(
          item.0, Double(item.1), text: NumberText.fixed(Double(item.1), decimals: 1), isMarked: index == answer)
      }, highest: limit, length: 60, thickness: 9)
    let shares = Bars(probabilities: pass.ranking, length: 90)
    let content = Column(
      [
        nodes, Text(equation, .body),
        Row(
          [
            Pixels(gray: pass.picture[0], width: 84).captioned("picture"), Arrow(length: 20),
            outputs.headed("outputs"), Arrow(length: 40, label: "softmax"), shares.headed("probabilities"),
          ], spacing: 10),
      ], spacing: 10)
    return FigureParts(title: "The largest output is the prediction", content: content)
  }

  /// "a + b = c" with as many decimals as it takes for the numbers shown to add up.
  private static func equation(_ first: Double, _ second: Double) -> String {
    func rounded(_ value: Double, _ decimals: Int) -> Double { (value * power(10, decimals)).rounded() }
    let decimals =
      (2...4).first { rounded(first, $0) + rounded(second, $0) == rounded(first + second, $0) } ?? 4
    func text(_ value: Double) -> String { NumberText.fixed(value, decimals: decimals) }
    return "\(text(first)) \(second < 0 ? "−" : "+") \(text(abs(second))) = \(text(first + second))"
  }

  /// As near to a square as the count allows.
  private static func columnCount(_ count: Int) -> Int {
    var columns = 1
    while columns * columns < count { columns += 1 }
    return columns
  }
}
