import DrawingKit
import FilterReport
import Testing

/// What a report writes: escaped words, tables as HTML and as comma-separated values, figures inside the page.
@Suite struct ReportTests {
  private let table = ReportTable(
    caption: "a < b", columns: ["name", "share"], rows: [["Sobel, \"x\"", "−0.5"], ["edge", "12.3 %"]])

  @Test func cellsWithCommasAreQuoted() {
    // A minus sign as print has it is one as programs have it in the file.
    #expect(table.csv == "name,share\n\"Sobel, \"\"x\"\"\",-0.5\nedge,12.3 %\n")
  }

  @Test func wordsAreNoMarkup() {
    var report = ReportDocument(title: "1 < 2 & \"3\"")
    report.heading("<script>")
    report.paragraph("a & b")
    report.command("cnnlab filter \"0 1; 1 0\" <x>")
    #expect(report.html.contains("<title>1 &lt; 2 &amp; &quot;3&quot;</title>"))
    #expect(report.html.contains("<h2>&lt;script&gt;</h2>"))
    #expect(report.html.contains("<p>a &amp; b</p>"))
    #expect(!report.html.contains("<script>") && !report.html.contains("<x>"))
  }

  @Test func numbersStandToTheRight() {
    var report = ReportDocument(title: "t")
    report.table(table)
    #expect(report.html.contains("<caption>a &lt; b</caption>"))
    #expect(report.html.contains("<th scope=\"col\">name</th><th scope=\"col\" class=\"number\">share</th>"))
    #expect(report.html.contains("<td>Sobel, &quot;x&quot;</td><td class=\"number\">−0.5</td>"))
  }

  @Test func aFigureIsInThePageAndAFile() throws {
    var report = ReportDocument(title: "t")
    try report.figure(
      Figure(title: "f", Text("hello")), name: "hello", alternative: "a word", caption: "One & only.")
    #expect(report.figures.map(\.name) == ["hello"])
    #expect(report.figures[0].bytes.starts(with: Array("<?xml".utf8)))
    #expect(report.html.contains("<img src=\"data:image/svg+xml;base64,PD94bW"))
    #expect(report.html.contains("alt=\"a word\""))
    #expect(report.html.contains("<figcaption>Figure 1. One &amp; only.</figcaption>"))
  }
}
