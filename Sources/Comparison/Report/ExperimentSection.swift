import Figures

extension ReportDocument {
  /// What the first layer's origin does to the accuracy of the whole network.
  mutating func addExperiment(_ experiment: FirstLayerExperiment) throws(FigureError) {
    heading("Does it matter? First layers of different origin")
    let size = experiment.size
    paragraph(
      """
      The rest of the network was trained from random numbers on top of each first layer: \(size.seeds) seeds, \
      \(size.epochs) epochs of up to \(size.pictures) pictures each. “Frozen” layers stay as they are, the others are \
      trained on. All filters begin with the same strength and without bias.
      """)
    try figure(
      accuracyFigure(experiment),
      alternative: "For each first layer the test accuracy of every seed as dots with their mean and its interval.",
      caption: "Test accuracy after the last epoch: each seed, the mean and its 95 % interval (Student's t).")
    table(experiment.armTable)
    table(experiment.testTable)
    explanation(
      shows: """
        Whether the network needs a learned first layer. The p-value is exact: the share of all ways to deal the results \
        to the two arms whose difference is at least as large.
        """,
      doesNot: """
        Small differences between few runs: with \(size.seeds) seeds an arm no p-value can fall below \
        \(number(experiment.smallestProbability, 4)), and many comparisons make some look significant. Other data or \
        deeper networks may answer differently.
        """)
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
    for isFrozen in [false, true] {
      guard let learned = arms.first(where: { $0.origin == .learned && $0.isFrozen == isFrozen }) else { continue }
      for arm in arms where arm.isFrozen == isFrozen && arm.origin != .learned {
        let values = (arm.finals.map { 100 * $0 }, learned.finals.map { 100 * $0 })
        guard let test = PermutationTest(values.0, values.1) else { continue }
        rows.append([arm.name, learned.name, number(test.difference, 2), number(test.probability, 4)])
      }
    }
    return ReportTable(
      caption: "Exact permutation test of each arm against the learned first layer",
      columns: ["arm", "against", "difference of means, points", "p (two-sided)"], rows: rows)
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
