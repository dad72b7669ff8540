import ConvolutionCore
import DrawingKit
import NetworkDescription

/// A page that shows how the windows of a network's layers go over their maps, a diagram for each layer.
public struct SizeFigure: Sendable {
  /// A layer with its window.
  public struct Entry: Sendable {
    /// The layer's name and words.
    public var title: String
    /// The window along the columns and the rows.
    public var columns: SlidingWindow, rows: SlidingWindow
    /// The formula with its numbers.
    public var formula: String

    /// A layer with its window.
    public init(title: String, columns: SlidingWindow, rows: SlidingWindow, formula: String) {
      self.title = title
      self.columns = columns
      self.rows = rows
      self.formula = formula
    }
  }

  /// The figure of some layers, from top to bottom.
  public static func figure(_ entries: [Entry]) -> Figure {
    let blocks: [any Block] = entries.map { entry in
      Column(
        [
          Text(entry.title, .heading), ShapeDiagram(columns: entry.columns, rows: entry.rows, width: 460),
          Text(entry.formula, .small), Paragraph(remark(entry), width: 440, .small, .faint, .centre),
        ], spacing: 5)
    }
    let content = Column(blocks + [Text(ShapeDiagram.key, .small, .faint)], spacing: 16)
    return Figure(title: "Where the window goes", content)
  }

  private static func remark(_ entry: Entry) -> String {
    func count(_ window: SlidingWindow, _ word: String) -> String? {
      window.dropped == 0 ? nil : "\(window.dropped) \(word)\(window.dropped == 1 ? "" : "s")"
    }
    let parts = [count(entry.rows, "row"), count(entry.columns, "column")].compactMap { $0 }
    guard !parts.isEmpty else { return "every row and column is covered" }
    let isPadding = max(entry.rows.droppedPixels, entry.columns.droppedPixels) == 0
    return parts.joined(separator: " and ") + " dropped" + (isPadding ? ": padding only, no pixel is lost" : "")
  }
}
