import Charts
import ConvolutionCore
import DrawingKit

extension TutorialFigure {
  /// 15c: one step of training with every number.
  static let backpropagation = TutorialFigure(
    "15c", "backpropagation", "one training step of a tiny ConvNet, forward, backward and updated, with every number"
  ) { _ throws(FigureError) in
    let step = try WorkedStep.tutorial()
    let sheet = StepSheet(step: step)
    let content = Column(
      [
        Text("forward: what the network makes of the picture", .heading), sheet.forward, sheet.answer(step.forward),
        Gap(1, 2), Text("backward: how the error E changes with each number", .heading), sheet.backward, Gap(1, 2),
        Text("update: each parameter minus \(NumberText.short(Double(step.rate))) times its slope", .heading),
        sheet.update,
      ], spacing: 8)
    return FigureParts(title: "One step of backpropagation", content: content)
  }
}

/// The parts of the figure.
private struct StepSheet {
  let step: WorkedStep

  private static let decimals = 3

  private func text(_ value: Double) -> String { NumberText.fixed(value, decimals: StepSheet.decimals) }

  private func matrix(_ plane: Plane, windows: [CellWindow] = [], marked: [CellWindow] = []) -> NumberMatrix {
    var cells: [[String?]] = NumberText.cells(plane, decimals: StepSheet.decimals).map { $0.map { $0 } }
    // A slope of nothing is read at once as 0, not as 0.000.
    for y in 0..<plane.height {
      for x in 0..<plane.width where plane[y, x] == 0 { cells[y][x] = "0" }
    }
    var matrix = NumberMatrix(cells: cells, windows: windows, cellSide: 18, font: .small)
    matrix.marked = marked
    return matrix
  }

  private func row(_ items: [(any Block, String)]) -> any Block {
    CaptionedRow(items.map { (block: $0.0, caption: $0.1) }, spacing: 6, captionWidth: 120)
  }

  var forward: any Block {
    let windows = [(0, 0), (2, 0), (0, 2), (2, 2)].map { x, y in
      CellWindow(x: x, y: y, width: 2, height: 2, emphasis: .category((y / 2) * 2 + x / 2))
    }
    let largest = TutorialFigure.largest(of: step.forward.rectified, step.forward.pooled)
      .filter { step.forward.map[$0.y, $0.x] > 0 }
    let arrow = Arrow(length: 16)
    return row([
      (matrix(step.picture), "picture x"), (Text("∗", .sign), ""), (matrix(step.before.kernel), "kernel w"),
      (Text("+ \(NumberText.short(Double(step.before.bias)))"), "bias b"), (arrow, ""),
      (matrix(step.forward.map), "z = x ∗ w + b"), (arrow, ""),
      (matrix(step.forward.rectified, windows: windows, marked: largest), "a = max(0, z)"), (arrow, ""),
      (matrix(step.forward.pooled), "p, pooled"),
    ])
  }

  func answer(_ forward: WorkedStep.Forward) -> any Block {
    var rows: [[any Block]] = [
      ["class", "y = V p", "q = softmax y", "target t", "q − t"].map { Text($0, .small, .faint) }
    ]
    for index in step.target.indices {
      rows.append(
        [
          "\(index)", text(forward.outputs[index]), text(forward.probabilities[index]),
          NumberText.short(step.target[index]), text(step.outputSlope[index]),
        ].map { Text($0) })
    }
    return Row(
      [
        Column([matrix(step.before.weights), Text("weights V", .small, .faint)], spacing: 4),
        Grid(rows, columnSpacing: 14, rowSpacing: 4, horizontal: [.leading, .trailing]),
        Text("E = −ln q₀ = \(text(forward.loss))", .heading, .accent),
      ], spacing: 18)
  }

  var backward: any Block {
    row([
      (matrix(step.weightSlope), "∂E/∂V = (q − t) pᵀ"), (matrix(step.pooledSlope), "∂E/∂p = Vᵀ (q − t)"),
      (Arrow(length: 16), ""), (matrix(step.mapSlope), "∂E/∂z: where the largest came from"),
      (Arrow(length: 16), ""), (matrix(step.kernelSlope), "∂E/∂w = x ∗ ∂E/∂z"),
      (Text(text(Double(step.biasSlope))), "∂E/∂b"),
    ])
  }

  var update: any Block {
    row([
      (matrix(step.after.weights), "new V"), (matrix(step.after.kernel), "new w"),
      (Text(text(Double(step.after.bias))), "new b"), (Arrow(length: 24), ""),
      (
        Column(
          [
            Text("q = \(step.forwardAfter.probabilities.map(text).joined(separator: ", "))"),
            Text("E = \(text(step.forwardAfter.loss)), before \(text(step.forward.loss))", .heading, .accent),
          ], spacing: 4), "the same picture again"
      ),
    ])
  }
}
