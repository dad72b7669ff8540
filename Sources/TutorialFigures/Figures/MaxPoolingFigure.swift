import ConvolutionCore
import DrawingKit

extension TutorialFigure {
  /// 10: max pooling of a small matrix with windows of 2×2 and stride 2.
  static let maxPooling = TutorialFigure(
    "10", "max-pooling", "2×2 max pooling with stride 2 keeps the largest number of each window", inputs: [.matrix]
  ) { inputs throws(FigureError) in
    let map = inputs.matrix?.plane ?? Plane(rows: [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
    if max(map.width, map.height) > 8 { throw .tooLarge(what: "matrix", found: map.size, limit: 8) }
    let pooled = try Pooling(.max, window: 2).map(of: map)
    let side = 34.0
    var (windows, results): ([CellWindow], [CellWindow]) = ([], [])
    var lines: [any Block] = []
    let texts = NumberText.cells(map)
    for y in 0..<pooled.height {
      for x in 0..<pooled.width {
        // Windows side by side share an edge: neighbours take turns between the categories.
        let colour = CellWindow.Emphasis.category((y % 2) * 2 + x % 2)
        windows.append(CellWindow(x: 2 * x, y: 2 * y, width: 2, height: 2, emphasis: colour))
        results.append(CellWindow(x: x, y: y, width: 1, height: 1, emphasis: colour))
        let four = [texts[2 * y][2 * x], texts[2 * y][2 * x + 1], texts[2 * y + 1][2 * x], texts[2 * y + 1][2 * x + 1]]
        lines.append(
          Text("max(\(four.joined(separator: ", "))) = \(NumberText.short(Double(pooled[y, x])))", .body))
      }
    }
    var source = NumberMatrix(map, windows: windows, cellSide: side, font: Font(12))
    source.isOutside = { y, x in y >= 2 * pooled.height || x >= 2 * pooled.width }
    source.marked = TutorialFigure.largest(of: map, pooled)
    let result = NumberMatrix(pooled, windows: results, cellSide: side, font: Font(12, bold: true))
    let content = CaptionedRow(
      [
        (source, "map, \(map.size)"), (Arrow(length: 84, label: "2×2, stride 2"), ""),
        (result, "pooled, \(pooled.size)"),
        (lines.count <= 8 ? Column(lines, spacing: 4, alignment: .leading) : Gap(1, 1), ""),
      ], spacing: 14)
    return FigureParts(title: "Max pooling", content: content)
  }

  /// The first largest cell of each 2×2 window.
  static func largest(of map: Plane, _ pooled: Plane) -> [CellWindow] {
    var result: [CellWindow] = []
    for y in 0..<pooled.height {
      for x in 0..<pooled.width {
        let cells = [(2 * y, 2 * x), (2 * y, 2 * x + 1), (2 * y + 1, 2 * x), (2 * y + 1, 2 * x + 1)]
        if let cell = cells.first(where: { map[$0.0, $0.1] == pooled[y, x] }) {
          result.append(CellWindow(x: cell.1, y: cell.0, width: 1, height: 1))
        }
      }
    }
    return result
  }
}
