import Charts
import Comparison
import DrawingKit

extension ReportDocument {
  /// What the first layer's origin does to the accuracy of the whole network.
  mutating func addExperiment(_ experiment: FirstLayerExperiment) throws(FigureError) {
    heading("Does it matter? First layers of different origin")
    let size = experiment.size
    paragraph(
      """
      The rest of the network was trained from random numbers on top of each first layer: \(size.seeds) seeds, \
      \(size.epochs) epochs of up to \(size.pictures) pictures each (gradient descent with momentum, rate \
      \(number(Double(experiment.configuration.learningRate), 3)), batches of \(experiment.configuration.batch)). \
      “Frozen” layers stay as they are, the others are trained on. Every filter is scaled and shifted so that its map \
      has mean 0 and deviation 1, so that layers differ in their filters’ shapes alone.
      """)
    try figure(
      accuracyFigure(experiment), name: "accuracy",
      alternative: "For each first layer the test accuracy of every seed as dots with their mean and its interval.",
      caption: "Test accuracy after the last epoch: each seed, the mean and its 95 % interval (Student's t).")
    explanation(
      shows: """
        Whether the network needs a learned first layer. Each dot is one training from its own random numbers; the bar \
        is where the mean of many such trainings would lie, with 95 % confidence. Compare bars of one kind, frozen or \
        trained on, with each other.
        """,
      doesNot: """
        What other data, more epochs or deeper networks would show. Layers that are trained on do not stay what they \
        were: their name says where they began.
        """)
    table(experiment.armTable)
    try figure(
      epochFigure(experiment), name: "epochs",
      alternative: "Lines of mean test accuracy over the epochs, one for each first layer; frozen ones are dashed.",
      caption: "Mean test accuracy after each epoch; dashed lines are frozen first layers.")
    explanation(
      shows: "Which first layer gives a head start, and whether it lasts.",
      doesNot: "The spread between runs, which the figure before shows, and how the lines go on.")
    table(experiment.testTable)
    explanation(
      shows: """
        Which differences are more than luck. The p-value is exact: the share of all ways to deal the results to the two \
        arms whose difference is at least as large. The adjusted one (Holm's) allows for \
        \(experiment.testTable.rows.count) tests being made at once; below 0.05 the difference is significant.
        """,
      doesNot: """
        That there is no difference where p is large: with \(size.seeds) seeds an arm only differences that are large \
        beside the spread of the runs can be found, and no p can fall below \(number(experiment.smallestProbability, 5)). \
        A significant difference may still be too small to matter.
        """)
  }

  private func epochFigure(_ experiment: FirstLayerExperiment) -> Figure {
    let lines = experiment.arms.enumerated().map { index, arm in
      let points = (0..<experiment.size.epochs).map { epoch in
        let values = arm.accuracies.map { 100 * $0[epoch] }
        return Point(Double(epoch + 1), values.reduce(0, +) / Double(max(values.count, 1)))
      }
      return Series(
        arm.origin.rawValue, points, category: index % FirstLayerExperiment.Origin.allCases.count,
        isDashed: arm.isFrozen, hasMarks: true)
    }
    let values = lines.flatMap { $0.points.map(\.y) }
    let origins = FirstLayerExperiment.Origin.allCases.count
    return Figure(
      title: "Test accuracy after each epoch",
      Column(
        [
          // The legend names each origin once: frozen and trained on have the same colour.
          Legend(Array(lines.prefix(origins))),
          LinePlot(
            lines, horizontal: Axis("epoch", holding: [1, Double(max(2, experiment.size.epochs))], wholeNumbers: true),
            vertical: Axis("mean test accuracy, %", holding: values), width: 320, height: 180, hasLegend: false),
        ], spacing: 6))
  }

  private func accuracyFigure(_ experiment: FirstLayerExperiment) -> Figure {
    let finals = experiment.arms.flatMap { $0.finals.map { 100 * $0 } }
    let axis = Axis("test accuracy, %", holding: finals)
    let lineHeight = 24.0
    let (nameWidth, fieldWidth) = (128.0, 300.0)
    let height = lineHeight * Double(experiment.arms.count)
    let arms = experiment.arms
    let field = Sketch(Extent(nameWidth + fieldWidth + 16, height + 34)) { canvas, origin in
      let style = canvas.style
      let left = origin.x + nameWidth
      func place(_ value: Double) -> Double {
        left + fieldWidth * (value - axis.lowest) / (axis.highest - axis.lowest)
      }
      for tick in axis.ticks {
        canvas.line(
          Point(place(tick), origin.y), Point(place(tick), origin.y + height), style.rule, width: style.hairline)
        canvas.text(
          NumberText.short(tick), at: Point(place(tick), origin.y + height + 12), .small, style.faint, .centre)
      }
      canvas.text(
        axis.label, at: Point(left + fieldWidth / 2, origin.y + height + 26), .small, style.ink, .centre)
      for (index, arm) in arms.enumerated() {
        let y = origin.y + lineHeight * (Double(index) + 0.5)
        let colour = style.category(index % FirstLayerExperiment.Origin.allCases.count)
        canvas.text(arm.name, at: Point(left - 8, y + 3), .small, style.ink, .right)
        let interval = MeanInterval(arm.finals.map { 100 * $0 })
        canvas.line(
          Point(max(left, place(interval.mean - interval.margin)), y),
          Point(min(left + fieldWidth, place(interval.mean + interval.margin)), y), colour, width: 2)
        canvas.line(Point(place(interval.mean), y - 6), Point(place(interval.mean), y + 6), colour, width: 2)
        for value in arm.finals { canvas.disc(Point(place(100 * value), y), radius: 2.4, style.ink.opacity(0.55)) }
      }
    }
    return Figure(title: "Test accuracy by the origin of the first layer", field)
  }
}

extension FirstLayerExperiment {
  /// Two of all deals: the smallest two-sided p-value of two arms.
  var smallestProbability: Double {
    PermutationTest((0..<size.seeds).map { Double($0) + 1000 }, (0..<size.seeds).map { Double($0) })?.probability ?? 1
  }

  /// Accuracy of every arm.
  public var armTable: ReportTable {
    let target = self.target
    return ReportTable(
      caption: "Test accuracy, and epochs until \(number(100 * target, 1)) %",
      columns: [
        "first layer", "mean, %", "95 % interval, ±", "lowest, %", "highest, %", "epochs to target",
        "runs that reach it",
      ],
      rows: arms.map { arm in
        let interval = MeanInterval(arm.finals.map { 100 * $0 })
        let epochs = arm.epochs(to: target)
        let mean = epochs.isEmpty ? "none" : number(Double(epochs.reduce(0, +)) / Double(epochs.count), 1)
        return [
          arm.name, number(interval.mean, 2), number(interval.margin, 2), number(100 * (arm.finals.min() ?? 0), 2),
          number(100 * (arm.finals.max() ?? 0), 2), mean, "\(epochs.count) of \(arm.accuracies.count)",
        ]
      })
  }

  /// Every arm against the learned layer of the same kind.
  public var testTable: ReportTable {
    var rows: [[String]] = []
    var probabilities: [Double] = []
    for isFrozen in [false, true] {
      guard let learned = arms.first(where: { $0.origin == .learned && $0.isFrozen == isFrozen }) else { continue }
      for arm in arms where arm.isFrozen == isFrozen && arm.origin != .learned {
        let values = (arm.finals.map { 100 * $0 }, learned.finals.map { 100 * $0 })
        guard let test = PermutationTest(values.0, values.1) else { continue }
        rows.append([arm.name, learned.name, number(test.difference, 2), number(test.probability, 5)])
        probabilities.append(test.probability)
      }
    }
    for (index, adjusted) in holmAdjusted(probabilities).enumerated() { rows[index].append(number(adjusted, 5)) }
    return ReportTable(
      caption: "Exact permutation test of each arm against the learned first layer",
      columns: ["arm", "against", "difference of means, points", "p (two-sided)", "p adjusted"], rows: rows)
  }

  /// Every run, for one's own statistics.
  public var runTable: ReportTable {
    ReportTable(
      caption: "Test accuracy of every run after each epoch, %",
      columns: ["first layer", "frozen", "seed"] + (1...max(size.epochs, 1)).map { "epoch \($0)" },
      rows: arms.flatMap { arm in
        arm.accuracies.enumerated().map { index, run in
          [arm.origin.rawValue, arm.isFrozen ? "yes" : "no", String(configuration.seed &+ UInt64(index))]
            + run.map { number(100 * $0, 2) }
        }
      })
  }
}
