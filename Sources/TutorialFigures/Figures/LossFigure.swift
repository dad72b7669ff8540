import DrawingKit
import NetworkDescription

extension TutorialFigure {
  /// 15: squared error and cross-entropy of two answers to one picture.
  static let loss = TutorialFigure(
    "15", "loss", "how wrong an answer is: half the squared error, and cross-entropy, before and after training"
  ) { _ throws(FigureError) in
    let classes = ["dog", "cat", "boat", "bird"]
    let content = Row(
      [
        LossTable(classes: classes, label: 2, output: [0.2, 0.4, 0.1, 0.3]).block.headed("before training"),
        LossTable(classes: classes, label: 2, output: [0.1, 0.1, 0.7, 0.1]).block.headed("after training"),
      ], spacing: 30)
    return FigureParts(title: "The error that training makes small", content: content)
  }
}

/// A network's answer held against the truth, class by class.
package struct LossTable: Sendable {
  let classes: [String]
  let label: Int
  let output: [Double]

  /// The number of the right class, and the network's answer: a probability for each class.
  package init(classes: [String], label: Int, output: [Double]) {
    self.classes = classes
    self.label = label
    self.output = output
  }

  /// ½ Σ (t − o)².
  package var squaredError: Double { loss(.squared) }

  /// −Σ t · ln o.
  package var crossEntropy: Double { loss(.crossEntropy) }

  private func loss(_ loss: Loss) -> Double {
    loss.value(label: label, count: output.count, kind: .probabilities) { output[$0] }
  }

  var block: any Block {
    var rows: [[any Block]] = [
      ["class", "t", "o", "", "(t − o)²"].map { Text($0, .small, .faint) }
    ]
    for index in classes.indices {
      let target = index == label ? 1.0 : 0
      let difference = target - output[index]
      rows.append([
        Text(classes[index], index == label ? Font.body.emphasised : .body),
        Text(NumberText.short(target)), Text(NumberText.short(output[index])),
        LossBar(share: output[index], isTarget: index == label),
        Text(NumberText.short(difference * difference)),
      ])
    }
    let table = Grid(
      rows, columnSpacing: 12, rowSpacing: 5, horizontal: [.leading, .trailing, .trailing, .leading, .trailing])
    let results = Grid(
      [
        [Text("½ Σ (t − o)²"), Text("="), Text(NumberText.fixed(squaredError, decimals: 2), .heading, .accent)],
        [
          Text("cross-entropy −Σ t · ln o"), Text("="),
          Text(NumberText.fixed(crossEntropy, decimals: 3), .heading, .accent),
        ],
      ], columnSpacing: 6, rowSpacing: 4, horizontal: [.trailing, .centre, .trailing])
    return Column([table, results], spacing: 12, alignment: .trailing)
  }
}

/// A share of 1 as a bar with the whole outlined.
private struct LossBar: Block {
  let share: Double
  let isTarget: Bool

  func extent(on canvas: Canvas) -> Extent { Extent(70, 9) }

  func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    canvas.fill(Rectangle(x: origin.x, y: origin.y, width: 70, height: 9), style.panel)
    canvas.fill(
      Rectangle(x: origin.x, y: origin.y, width: 70 * share, height: 9), isTarget ? style.accent : style.second)
    canvas.stroke(Rectangle(x: origin.x, y: origin.y, width: 70, height: 9), style.rule, width: style.hairline)
  }
}
