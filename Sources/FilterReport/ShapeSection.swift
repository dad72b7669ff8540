import Charts
import Comparison
import ConvolutionCore
import DrawingKit

extension ReportDocument {
  /// How much of the filters lies in the bank's span, and what can be said of each filter alone.
  mutating func addShapes(_ comparison: FilterComparison) throws(FigureError) {
    heading("How much of the filters the designed kernels span")
    let count = comparison.span.shares.count
    let half = max(1, count / 4)
    paragraph(
      """
      Any bank with enough directions spans everything, so the question is how few of its main directions suffice. The \
      first \(half) of \(count) directions of the hand-designed bank hold \
      \(number(100 * comparison.span.shares[half - 1], 1)) % of the learned filters' energy; those of random banks of \
      the same size \(number(100 * comparison.randomSpan.mean[half - 1], 1)) % (middle 95 %: \
      \(number(100 * comparison.randomSpan.low[half - 1], 1)) to \(number(100 * comparison.randomSpan.high[half - 1], 1))).
      """)
    func line(_ name: String, _ shares: [Double], category: Int, isDashed: Bool = false) -> Series {
      let points = [Point(0, 0)] + shares.enumerated().map { Point(Double($0.offset + 1), 100 * $0.element) }
      return Series(name, points, category: category, isDashed: isDashed, hasMarks: !isDashed)
    }
    try figure(
      Figure(
        title: "Energy in the span of a bank",
        LinePlot(
          [
            line("hand-designed", comparison.span.shares, category: 0),
            line("random, mean", comparison.randomSpan.mean, category: 1),
            line("2.5 %", comparison.randomSpan.low, category: 1, isDashed: true),
            line("97.5 %", comparison.randomSpan.high, category: 1, isDashed: true),
          ], horizontal: Axis("directions of the bank", holding: [0, Double(count)], wholeNumbers: true),
          vertical: Axis("energy of the learned filters, %", holding: [0, 100]), width: 320, height: 160)),
      name: "span",
      alternative: "Rising curves: share of the filters' energy over the number of directions taken from each bank.",
      caption: "The learned filters' energy in the first directions of the hand-designed bank and of random banks.")
    explanation(
      shows:
        "Whether the learned filters live where designed kernels live: a curve above the band of random banks says so.",
      doesNot: "That single filters equal single kernels, or that other directions would serve the network worse.")

    heading("The shape of each filter")
    try figure(
      gaborFigure(comparison), name: "gabor",
      alternative: "Pairs of small pictures: each learned filter above the Gabor function nearest to it.",
      caption:
        "Learned filters and, below each, the nearest Gabor function on the same scale, with the energy it misses.")
    table(comparison.shapeTable)
    explanation(
      shows: """
        A Gabor function is a wave under a bell: the textbook's model of a cell that sees edges and lines. The constant \
        share is what a flat patch passes (0 for an edge filter), the separable share what one column times \
        one row can do, the odd share what behaves as an edge, the even share what behaves as a line or blob. The Gabor \
        residual is the share of energy that no Gabor function reaches.
        """,
      doesNot: """
        That a filter is a Gabor function because one fits: with eight parameters on \(count) weights, random filters fit \
        in part too, as the last rows of the table say. Along an axis of five pixels wavelength and width cannot always be told apart.
        """)
  }

  private func gaborFigure(_ comparison: FilterComparison) -> Figure {
    let side = 64.0
    let bank = comparison.bank
    let pairs = comparison.entries.map { entry -> (picture: any Block, caption: String) in
      let plane = plane(entry.filter)
      let limit = plane.limit
      let filter = Pixels(.diverging(plane, limit: limit), width: side, hasGrid: true)
      guard let gabor = entry.gabor else { return (filter, "\(entry.index): all zero") }
      let fit = Pixels(
        .diverging(self.plane(gabor.sampled(width: bank.width, height: bank.height)), limit: limit), width: side,
        hasGrid: true)
      return (Column([filter, fit], spacing: 4), "\(entry.index): misses \(number(100 * gabor.residual, 1)) %")
    }
    return Figure(
      title: "Learned filters and their nearest Gabor functions",
      Column(
        [
          Montage(pairs, columns: 6, captionWidth: 88),
          ColourBar(.diverging(limit: 1), length: 160, words: ["−largest", "0", "+largest"]),
        ], spacing: 10))
  }

  private func plane(_ filter: FilterPatch) -> Plane {
    Plane(width: filter.width, height: filter.height, values: filter.weights.map { Float($0) })
  }
}

extension FilterComparison {
  /// Symmetry, separability and Gabor fit as a table.
  public var shapeTable: ReportTable {
    ReportTable(
      caption: "Shares of each filter's energy, and its nearest Gabor function",
      columns: [
        "filter", "constant, %", "separable, %", "even, %", "odd, %", "Gabor residual, %", "orientation", "wavelength",
        "width σ", "phase",
      ],
      rows: entries.map { entry in
        guard let statistics = entry.statistics, let gabor = entry.gabor else {
          return ["\(entry.index)"] + [String](repeating: "", count: 9)
        }
        return [
          String(entry.index), number(100 * statistics.constantShare, 1), number(100 * statistics.separableShare, 1),
          number(100 * statistics.evenShare, 1), number(100 * statistics.oddShare, 1),
          number(100 * gabor.residual, 1), "\(number(gabor.orientation, 0))°", number(gabor.wavelength, 2),
          number(gabor.deviation, 2), "\(number(gabor.phase, 0))°",
        ]
      } + means)
  }

  /// The means of the learned filters and of both nulls, as rows of the same table.
  private var means: [[String]] {
    [
      ("mean, learned", shapes.learned), ("mean, untrained", shapes.untrained), ("mean, random", shapes.random),
    ].compactMap { name, means in
      means.map { means in
        [
          name, number(100 * means.constantShare, 1), number(100 * means.separableShare, 1),
          number(100 * means.evenShare, 1), number(100 * (1 - means.evenShare), 1),
          number(100 * means.gaborResidual, 1), "", "", "", "",
        ]
      }
    }
  }

  /// The energy curve as a table.
  public var spanTable: ReportTable {
    ReportTable(
      caption: "Share of the learned filters' energy in the first directions of a bank, %",
      columns: ["directions", "hand-designed", "random mean", "random 2.5 %", "random 97.5 %"],
      rows: span.shares.indices.map { index in
        [String(index + 1)]
          + [span.shares[index], randomSpan.mean[index], randomSpan.low[index], randomSpan.high[index]]
          .map { number(100 * $0, 2) }
      })
  }
}
