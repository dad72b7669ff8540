/// The rows of a matrix as people type and paste them, as words that are numbers yet to be read.
///
/// Rows stand on lines, between semicolons, or in brackets of their own (`[[0,-1,0],[-1,5,-1],[0,-1,0]]`, as Python and
/// NumPy print them; `[0 -1 0; -1 5 -1; 0 -1 0]`, as MATLAB does), or are words of numbers with commas between them
/// (`0,-1,0 -1,5,-1 0,-1,0`). A factor may stand before the brackets and a divisor behind them.
struct MatrixText {
  /// A word for each number.
  private(set) var rows: [[String]] = []
  /// What every number is multiplied by.
  private(set) var factor = Weight.one
  /// How the text was understood, where that must be said.
  private(set) var remark: String?

  /// - Parameter isFile: a file may have a line of column names, and a line of it is always a row.
  init(_ text: some StringProtocol, isFile: Bool) throws(KernelError) {
    let text = MatrixText.normalized(text)
    if let brackets = try BracketedMatrix(text) {
      factor = brackets.factor
      for part in brackets.rows { try add(part, isRow: brackets.rows.count > 1, isPlain: true) }
      if brackets.isFlat && !isFile { try makeSquare(text) }
    } else {
      try add(isFile ? MatrixText.withoutIndex(text) : text, isRow: false, isFile: isFile)
      if isFile { dropColumnNames() }
      if !isFile && text.trimmed.last != ";" && !text.trimmed.contains(where: \.isNewline) { try makeSquare(text) }
    }
    if rows.isEmpty { throw .emptyMatrix }
  }

  /// Adds the rows of a text without brackets; all of it is one row where `isRow`.
  private mutating func add(_ text: String, isRow: Bool, isFile: Bool = false, isPlain: Bool = false)
    throws(KernelError)
  {
    let lines = text.split(whereSeparator: \.isNewline)
      .map { MatrixText.withoutComment($0).trimmed }.filter { !$0.isEmpty }
    if isRow {
      rows.append(
        try MatrixText.cells(lines.joined(separator: " ")[...], row: rows.count + 1, isPlain: true).flatMap { $0 })
      return
    }
    if MatrixText.semicolonsPartNumbers(lines) {
      if !isFile, let word = lines.lazy.flatMap({ $0.split(separator: ";") }).first(where: { $0.contains(",") }) {
        throw .decimalComma(word: String(word.trimmed))
      }
      for line in lines {
        rows.append(line.split(separator: ";").map { MatrixText.unquoted($0.trimmed).replacing(",", with: ".") })
      }
      return
    }
    let parts = lines.flatMap { $0.split(separator: ";") }.map(\.trimmed).filter { !$0.isEmpty }
    for part in parts {
      rows += try MatrixText.cells(part, row: rows.count + 1, isOnly: parts.count == 1, isPlain: isPlain)
    }
  }

  /// The rows of one line: one, or several where each word is a row of numbers with commas between them.
  /// - Parameters:
  ///   - isOnly: there are no other lines that would show what the comma means.
  ///   - isPlain: the line is one row for certain.
  private static func cells(_ line: Substring, row: Int, isOnly: Bool = false, isPlain: Bool = false)
    throws(KernelError) -> [[String]]
  {
    guard line.contains(",") else { return [line.split(whereSeparator: \.isWhitespace).map(unquoted)] }
    var line = line.trimmed
    // A comma behind the last number in brackets ends the row, as in C; elsewhere it begins an empty cell.
    if isPlain, line.last == ",", line.dropLast().trimmed.last != "," { line = line.dropLast().trimmed }
    let words = line.split(whereSeparator: \.isWhitespace)
    let withCommas = words.filter { $0.contains(",") }
    if !isPlain, words.count > 1, !words.contains(where: { $0.first == "," || $0.last == "," }) {
      if let word = withCommas.first, withCommas.allSatisfy(isDecimal) { throw .decimalComma(word: String(word)) }
      if withCommas.count == words.count { return words.map { $0.split(separator: ",").map(unquoted) } }
    }
    if isOnly, !isPlain, words.count == 1, isDecimal(words[0]),
      ["0", "-0", "+0"].contains(words[0].prefix { $0 != "," })
    {
      throw .decimalComma(word: String(words[0]))
    }
    var numbers: [String] = []
    for cell in line.split(separator: ",", omittingEmptySubsequences: false) {
      let words = cell.split(whereSeparator: \.isWhitespace)
      // A comma parts numbers by itself, so nothing on one side of it is an empty cell.
      if words.isEmpty { throw .emptyCell(row: row, column: numbers.count + 1) }
      numbers += words.map(unquoted)
    }
    return [numbers]
  }

  /// `0,5`: a number with a decimal comma as well as two numbers.
  private static func isDecimal(_ word: Substring) -> Bool {
    let parts = word.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let behind = parts.last, let before = parts.first else { return false }
    let digits = before.drop { "+-".contains($0) }
    return !behind.isEmpty && !digits.isEmpty && (digits + behind).allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// True for several lines whose semicolons have single numbers between them, as spreadsheets write where the comma is
  /// the decimal point.
  private static func semicolonsPartNumbers(_ lines: [Substring]) -> Bool {
    guard lines.count > 1 else { return false }
    let counts = lines.map { $0.split(separator: ";").count }
    guard let width = counts.first, width > 1, counts.allSatisfy({ $0 == width }) else { return false }
    return lines.allSatisfy { line in
      line.split(separator: ";").allSatisfy { cell in
        let words = cell.split(whereSeparator: \.isWhitespace)
        return words.count == 1 && words[0].count(where: { $0 == "," }) <= 1
      }
    }
  }

  /// The lines without the numbers or names of rows and columns, where the first begins with an empty cell, as data frames
  /// are written.
  private static func withoutIndex(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.count > 1, let first = lines.first?.trimmed, first.hasPrefix(",") || first.hasPrefix("\"\",") else {
      return text
    }
    let rows = lines.dropFirst().map { line in line.drop { $0 != "," }.dropFirst() }
    return rows.joined(separator: "\n")
  }

  /// Leaves out a first line of words.
  private mutating func dropColumnNames() {
    guard rows.count > 1, rows.dropFirst().allSatisfy({ $0.count == rows[0].count }) else { return }
    if rows[0].allSatisfy({ Weight.read($0) == .notANumber }) { rows.removeFirst() }
  }

  /// Takes one row of 9, 25, 49 … numbers for a square.
  private mutating func makeSquare(_ text: String) throws(KernelError) {
    guard rows.count == 1 else { return }
    let count = rows[0].count
    let side = Int(Double(count).squareRoot().rounded())
    guard side >= 3, side % 2 == 1, side * side == count else { return }
    let row = rows[0]
    rows = stride(from: 0, to: count, by: side).map { Array(row[$0..<$0 + side]) }
    remark =
      "\(count) numbers in a row are read as a \(side)×\(side) kernel; for a single row end it with a semicolon"
  }

  private static func unquoted(_ word: Substring) -> String {
    var word = word[...]
    for mark in ["\"", "'"] as [Character] where word.count > 1 && word.first == mark && word.last == mark {
      word = word.dropFirst().dropLast()
    }
    return String(word.trimmed)
  }

  private static func withoutComment(_ line: Substring) -> Substring {
    let line = line.prefix { $0 != "#" && $0 != "%" }
    guard let slashes = line.firstRange(of: "//") else { return line }
    return line[..<slashes.lowerBound]
  }
}
