import Charts
import Comparison
import ConvolutionCore
import DrawingKit

extension ReportDocument {
  /// Each learned filter beside its best hand-designed match, and how good such matches are by chance.
  mutating func addMatches(_ comparison: FilterComparison) throws(FigureError) {
    heading("Each filter beside the hand-designed kernel it resembles most")
    let means = comparison.meanSimilarity
    paragraph(
      """
      \(comparison.entries.count) filters of \(comparison.bank.height)×\(comparison.bank.width) weights were compared \
      with \(comparison.bank.templates.count) forms of hand-designed kernels: every turn, every offset, both signs. \
      The mean |cosine| of the best match is \(number(means.learned)). Random filters reach \(number(means.random)) and \
      filters of untrained networks \(number(means.untrained)), because the best of so many forms is high for any filter.
      """)
    try figure(
      matchFigure(comparison), name: "matches",
      alternative: "Pairs of small pictures: each learned filter above the form of the kernel it resembles most.",
      caption: "Learned filters and, below each, its best match with the sign it was found with; each on its own scale."
    )
    explanation(
      shows: """
        Which kernel of the library each filter is closest to, turned, moved and negated as it fits best. Blue weights \
        are negative, white ones 0, orange ones positive. Where the two pictures of a pair look alike, |cos| is near 1.
        """,
      doesNot: """
        That the network “found” that kernel. A cosine of 0.9 still leaves a fifth of the energy unexplained, and the \
        best of \(comparison.bank.templates.count) forms looks similar to anything: hence the next figure.
        """)
    table(comparison.matchTable)
    try figure(
      nullFigure(comparison), name: "chance",
      alternative: "Curves of the share of random and of untrained filters whose best match is under a given cosine.",
      caption: "How good the best match of a filter is that learned nothing, and where the learned filters lie.")
    let beating = comparison.entries.count { $0.randomBeaten > 0.95 }
    explanation(
      shows: """
        How often chance alone does as well. A filter that lies to the right of 95 % of the random ones is closer to a \
        designed kernel than chance explains: here \(beating) of \(comparison.entries.count) are, where \
        \(number(0.05 * Double(comparison.entries.count), 1)) would be by luck.
        """,
      doesNot: """
        That those which do not are random: they may have learned something that nobody designed. Nor is the rest of \
        the network in it, which may cancel or combine the filters.
        """)
  }

  private func matchFigure(_ comparison: FilterComparison) -> Figure {
    let pairs = comparison.entries.map { entry -> (picture: any Block, caption: String) in
      let side = 64.0
      var blocks: [any Block] = [diverging(entry.filter.weights, comparison.bank, side: side)]
      guard let match = entry.match else { return (Column(blocks, spacing: 4), "\(entry.index): all zero") }
      let form = match.template.direction.map { match.cosine < 0 ? -$0 : $0 }
      blocks.append(diverging(form, comparison.bank, side: side))
      return (
        Column(blocks, spacing: 4),
        "\(entry.index): \(match.cosine < 0 ? "−" : "")\(match.template.name)\n|cos| \(number(match.similarity))"
      )
    }
    return Figure(
      title: "Learned filters and their best hand-designed matches",
      Column(
        [
          Montage(pairs, columns: 6, captionWidth: 88),
          ColourBar(.diverging(limit: 1), length: 160, words: ["−largest", "0", "+largest"]),
        ], spacing: 10))
  }

  private func nullFigure(_ comparison: FilterComparison) -> Figure {
    func curve(_ name: String, _ similarities: [Double], category: Int, isDashed: Bool, hasMarks: Bool) -> Series {
      // A hundred points are enough for a curve; few are all shown.
      let step = max(1, similarities.count / 100)
      let points = stride(from: 0, to: similarities.count, by: step).map { index in
        Point(similarities[index], 100 * Double(index + 1) / Double(similarities.count))
      }
      return Series(name, points, category: category, isDashed: isDashed, hasMarks: hasMarks)
    }
    let learned = comparison.entries.compactMap { $0.match?.similarity }.sorted()
    let all = [
      curve("learned", learned, category: 0, isDashed: false, hasMarks: true),
      curve("random", comparison.random.similarities, category: 1, isDashed: true, hasMarks: false),
      curve("untrained", comparison.untrained.similarities, category: 2, isDashed: false, hasMarks: false),
    ].filter { !$0.points.isEmpty }
    return Figure(
      title: "Best matches by chance",
      LinePlot(
        all, horizontal: Axis("|cosine| of the best match", holding: all.flatMap { $0.points.map(\.x) } + [1]),
        vertical: Axis("share of filters below, %", holding: [0, 100]), width: 320, height: 160))
  }
}

extension FilterComparison {
  /// The best matches as a table.
  public var matchTable: ReportTable {
    ReportTable(
      caption: "Best hand-designed match of each learned filter",
      columns: [
        "filter", "kernel", "sign", "turned by", "offset x, y", "|cosine|", "random beaten, %", "untrained beaten, %",
      ],
      rows: entries.map { entry in
        guard let match = entry.match else { return [String(entry.index), "all zero", "", "", "", "", "", ""] }
        return [
          String(entry.index), match.template.name, match.cosine < 0 ? "negated" : "as is",
          "\(match.template.rotation)°", "\(match.template.x), \(match.template.y)", number(match.similarity),
          number(100 * entry.randomBeaten, 1), number(100 * entry.untrainedBeaten, 1),
        ]
      })
  }
}

/// A filter in diverging colours on its own scale.
func diverging(_ weights: [Double], _ bank: TemplateBank, side: Double) -> Pixels {
  let plane = Plane(width: bank.width, height: bank.height, values: weights.map { Float($0) })
  let limit = plane.limit
  return Pixels(.diverging(plane, limit: limit > 0 ? limit : 1), width: side, hasGrid: true)
}

/// A number as the report prints it.
func number(_ value: Double, _ decimals: Int = 3) -> String { NumberText.fixed(value, decimals: decimals) }
