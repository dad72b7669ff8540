/// Rows of words in columns of equal width, two spaces between them.
struct TextTable {
  private var rows: [[String]] = []
  private let numbersFrom: Int

  /// Columns from `numbersFrom` on are aligned to the right.
  init(numbersFrom: Int = .max) { self.numbersFrom = numbersFrom }

  /// One more row.
  mutating func add(_ row: [String]) { rows.append(row) }

  /// The rows, without spaces at their ends.
  var text: String {
    var widths: [Int] = []
    for row in rows {
      for (column, word) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], word.count)
      }
    }
    return rows.map { row in
      var line = ""
      for (column, word) in row.enumerated() {
        let space = String(repeating: " ", count: widths[column] - word.count)
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
