import CommandLineKit

/// Rows of words in columns of equal width, two spaces between them.
package struct TextTable {
  private var rows: [[String]] = []
  private let numbersFrom: Int

  /// Columns from `numbersFrom` on are aligned to the right.
  package init(numbersFrom: Int = .max) { self.numbersFrom = numbersFrom }

  /// One more row.
  package mutating func add(_ row: [String]) { rows.append(row) }

  /// The rows, without spaces at their ends; the last column is broken into lines where `columns` are given.
  package func text(columns: Int? = nil) -> String {
    var widths: [Int] = []
    for row in rows {
      for (column, word) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], word.count)
      }
    }
    return rows.map { row in
      var line = ""
      var row = row
      let margin = widths.dropLast().reduce(0) { $0 + $1 + 2 }
      if let columns, row.count == widths.count, columns - margin >= 20 {
        row[row.count - 1] = wrap(row[row.count - 1], columns - margin, indent: 0)
          .split(separator: "\n").joined(separator: "\n" + String(repeating: " ", count: margin))
      }
      for (column, word) in row.enumerated() {
        let space = String(repeating: " ", count: max(0, widths[column] - word.count))
        line += (column == 0 ? "" : "  ") + (column >= numbersFrom ? space + word : word + space)
      }
      return trimmedAtEnd(line)
    }.joined(separator: "\n")
  }

  private func trimmedAtEnd(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
