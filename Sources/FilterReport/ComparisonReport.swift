import Comparison
import DrawingKit

/// The whole answer of `cnnlab compare`: one page, and its tables.
public struct ComparisonReport: Sendable {
  /// The self-contained page.
  public let html: String
  /// File names and their tables.
  public let tables: [(name: String, table: ReportTable)]
  /// File names without ending and their figures as SVG.
  public let figures: [(name: String, bytes: [UInt8])]

  /// Puts the parts together; those that were not made are left out.
  public init(
    title: String, introduction: [String], commands: [(what: String, command: String)], comparison: FilterComparison,
    photograph: PhotographComparison?, experiment: FirstLayerExperiment?
  ) throws(FigureError) {
    var document = ReportDocument(title: title)
    for text in introduction { document.paragraph(text) }
    for (what, command) in commands {
      document.paragraph(what)
      document.command(command)
    }
    try document.addMatches(comparison)
    try document.addShapes(comparison)
    var tables = [
      ("matches.csv", comparison.matchTable), ("shapes.csv", comparison.shapeTable), ("span.csv", comparison.spanTable),
    ]
    if let photograph {
      try document.addPhotograph(photograph)
      tables.append(("maps.csv", photograph.table))
    }
    if let experiment {
      try document.addExperiment(experiment)
      tables += [
        ("arms.csv", experiment.armTable), ("tests.csv", experiment.testTable), ("runs.csv", experiment.runTable),
      ]
    }
    if !comparison.bank.omitted.isEmpty {
      document.paragraph(
        "Left out, because they are larger than the filters: \(comparison.bank.omitted.joined(separator: ", ")).")
    }
    html = document.html
    figures = document.figures
    self.tables = tables
  }
}
