import DrawingKit
import TextFormats

/// A self-contained HTML page: text, tables and pictures in one file that opens offline and prints well.
public struct ReportDocument: Sendable {
  private let title: String
  private var body = ""
  /// The figures so far, as SVG, under the names they were given.
  public private(set) var figures: [(name: String, bytes: [UInt8])] = []

  /// An empty page.
  public init(title: String) { self.title = title }

  /// A heading of a section.
  public mutating func heading(_ text: String) { body += "<h2>\(escaped(text))</h2>\n" }

  /// A paragraph of plain words.
  public mutating func paragraph(_ text: String) { body += "<p>\(escaped(text))</p>\n" }

  /// What a picture or table shows and what it does not.
  public mutating func explanation(shows: String, doesNot: String) {
    body += "<div class=\"words\"><p><b>What it shows.</b> \(escaped(shows))</p>"
    body += "<p><b>What it does not.</b> \(escaped(doesNot))</p></div>\n"
  }

  /// A command as it is typed.
  public mutating func command(_ text: String) { body += "<pre><code>\(escaped(text))</code></pre>\n" }

  /// A figure with its alternative text and caption; `name` is that of its own file.
  public mutating func figure(
    _ figure: Figure, name: String, alternative: String, caption: String
  ) throws(FigureError) {
    let bytes = try figure.rendered(as: .svg)
    figures.append((name, bytes))
    // As a data address, names inside one picture cannot meet those of another.
    body += "<figure><img src=\"data:image/svg+xml;base64,\(base64Encoded(bytes))\" alt=\"\(escaped(alternative))\">"
    body += "<figcaption>Figure \(figures.count). \(escaped(caption))</figcaption></figure>\n"
  }

  /// A table; numbers stand to the right.
  public mutating func table(_ table: ReportTable) {
    body += "<div class=\"scroll\"><table><caption>\(escaped(table.caption))</caption><thead><tr>"
    for (index, column) in table.columns.enumerated() {
      // A heading stands above the numbers of its column.
      let isNumber = table.rows.first.map { index < $0.count && isNumeric($0[index]) } ?? false
      body += "<th scope=\"col\"\(isNumber ? " class=\"number\"" : "")>\(escaped(column))</th>"
    }
    body += "</tr></thead><tbody>\n"
    for row in table.rows {
      body += "<tr>"
      for cell in row {
        body += "<td\(isNumeric(cell) ? " class=\"number\"" : "")>\(escaped(cell))</td>"
      }
      body += "</tr>\n"
    }
    body += "</tbody></table></div>\n"
  }

  /// The whole page.
  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escaped(title))</title>
    <link rel="icon" href="data:,">
    <style>
    \(reportStyle)
    </style>
    </head>
    <body>
    <main>
    <h1>\(escaped(title))</h1>
    \(body)</main>
    </body>
    </html>

    """
  }
}

private let reportStyle = """
  :root { color-scheme: light; }
  body { margin: 0; background: #fff; color: #1b1b1b; font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
  main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
  h1 { font-size: 1.7rem; line-height: 1.2; }
  h2 { font-size: 1.25rem; margin-top: 2.5rem; border-top: 1px solid #ccc; padding-top: 1rem; }
  figure { margin: 1.5rem 0; text-align: center; break-inside: avoid; }
  figure img { max-width: 100%; height: auto; }
  figcaption, caption { color: #555; font-size: .9rem; }
  caption { text-align: left; white-space: nowrap; padding-bottom: .3rem; }
  .words { border-left: 4px solid #0072b2; padding: .1rem 1rem; background: #f4f8fb; break-inside: avoid; }
  .scroll { overflow-x: auto; margin: 1rem 0; }
  table { border-collapse: collapse; font-size: .85rem; }
  th, td { border-bottom: 1px solid #ddd; padding: .25rem .6rem; text-align: left; vertical-align: top; }
  .number { text-align: right; font-variant-numeric: tabular-nums; }
  td.number, td:first-child { white-space: nowrap; }
  tr { break-inside: avoid; }
  pre { background: #f3f3f3; padding: .6rem .8rem; overflow-x: auto; font-size: .85rem; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  @page { margin: 18mm; }
  @media print {
    main { max-width: none; padding: 0; }
    body { font-size: 10.5pt; }
    h2 { break-after: avoid; }
    figure img { max-height: 22cm; }
    .scroll { overflow: visible; break-inside: avoid; }
    caption, th, td { white-space: normal; }
    .words { background: none; }
  }
  """

/// True for a number, with a sign or not.
private func isNumeric(_ cell: String) -> Bool { cell.drop { "−-+<".contains($0) }.first?.isNumber ?? false }

private func escaped(_ text: String) -> String {
  var result = ""
  for character in text {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    default: result.append(character)
    }
  }
  return result
}
