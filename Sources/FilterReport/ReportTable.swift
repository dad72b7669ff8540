/// A table of a report; the same rows become a CSV file.
public struct ReportTable: Sendable, Equatable {
  /// What it lists, in one line.
  public var caption: String
  /// The headings.
  public var columns: [String]
  /// The cells as text.
  public var rows: [[String]]

  /// A table.
  public init(caption: String, columns: [String], rows: [[String]]) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// Comma-separated values with a heading row; cells with commas or quotes are quoted (RFC 4180).
  public var csv: String {
    ([columns] + rows).map { row in
      row.map { cell in
        let plain = String(cell.map { $0 == "−" ? "-" : $0 })
        guard plain.contains(where: { ",\"\n".contains($0) }) else { return plain }
        return "\"" + plain.flatMap { $0 == "\"" ? [$0, $0] : [$0] } + "\""
      }.joined(separator: ",") + "\n"
    }.joined()
  }
}
