import Charts
import ConvolutionCore
import DrawingKit
import NetworkDescription

/// Why each layer of a network makes maps of its size: the formula with its numbers, and what drops out.
struct SizeExplanation {
  /// One layer with a window, and how it goes over the map before it.
  struct Step {
    let name: String
    let layer: Layer
    let columns: SlidingWindow
    let rows: SlidingWindow
  }

  let steps: [Step]

  init(_ architecture: Architecture) {
    let nodes = architecture.specification.nodes
    steps = nodes.enumerated().compactMap { index, node in
      let input =
        node.inputs[0] == NetworkSpecification.input ? architecture.input : architecture.shapes[node.inputs[0]]
      guard case .sliding(let geometry) = node.layer.window(on: input.size) else { return nil }
      return Step(
        name: node.name, layer: node.layer, columns: geometry.columns(of: input.width),
        rows: geometry.rows(of: input.height))
    }
  }

  /// A paragraph for each layer.
  var text: String { steps.map(\.text).joined(separator: "\n") }
}

extension SizeExplanation.Step {
  /// The layer as its picture shows it.
  var entry: SizeFigure.Entry {
    SizeFigure.Entry(
      title: "\(name): \(layer.text)", columns: columns, rows: rows,
      formula: rows == columns
        ? "\(rows.formula) rows and columns" : "\(rows.formula) rows, \(columns.formula) columns")
  }

  /// The formula and its remarks, for rows and columns together where they agree.
  var text: String {
    let axes =
      rows == columns ? [(rows, "rows and columns")] : [(rows, "rows"), (columns, "columns")]
    var lines: [String] = []
    for (window, word) in axes { lines += ["\(window.formula) \(word)"] + remarks(window, word) }
    let margin = String(repeating: " ", count: name.count + 2)
    return lines.enumerated().map { ($0 == 0 ? "\(name): " : margin) + $1 }.joined(separator: "\n")
  }

  /// What a reader may not see in the formula, a sentence each.
  private func remarks(_ window: SlidingWindow, _ word: String) -> [String] {
    var remarks: [String] = []
    if window.dropped > 0 { remarks += dropped(window, both: word == "rows and columns", word: word) }
    if window.skipped > 0 {
      remarks.append(
        "the stride is longer than the window: of every \(window.stride) \(word) \(window.skipped) \(window.skipped == 1 ? "is" : "are") skipped"
      )
    }
    if case .convolution = layer, window.stride == 1, window.reach % 2 == 0 {
      let before = (window.reach - 1) / 2
      remarks.append(
        "an even window has no middle: the size stays only with asymmetric padding, "
          + "\(before) before and \(window.reach - 1 - before) after")
    }
    return remarks
  }

  private func dropped(_ window: SlidingWindow, both: Bool, word: String) -> [String] {
    let (lost, padding, pixels) = (window.dropped, window.after, window.droppedPixels)
    let what = "the last \(counted(lost, both ? "row and column" : word == "rows" ? "row" : "column", both: both))"
    let last = (window.positions - 1) * window.stride
    let place =
      "\(what) of the \(window.paddedLength) \(lost == 1 && !both ? "is" : "are") dropped: "
      + "the last window covers \(last)…\(last + window.reach - 1)"
    if padding == 0 { return [place] }
    if pixels == 0 {
      let after = padding - lost
      return [
        place,
        "what is dropped is padding, no pixel is lost; what counts of it is "
          + "\(window.before == after ? "" : "asymmetric: ")\(window.before) before and \(after) after",
      ]
    }
    return [
      place,
      "of these, \(padding) \(padding == 1 ? "is" : "are") padding and \(pixels) \(pixels == 1 ? "is" : "are") pixels of the map; "
        + "what counts of the padding is \(window.before == 0 ? "" : "asymmetric: ")\(window.before) before and 0 after",
    ]
  }

  private func counted(_ count: Int, _ word: String, both: Bool) -> String {
    guard count > 1 else { return word }
    return both ? "\(count) rows and columns" : "\(count) \(word)s"
  }
}

extension SlidingWindow {
  /// ⌊(n + p + p − r)/s⌋ + 1 with its numbers.
  var formula: String {
    let added = before + after > 0 ? " + \(before) + \(after)" : ""
    let span = "(\(length)\(added) − \(reach))"
    return (stride == 1 ? "\(span)" : "⌊\(span)/\(stride)⌋") + " + 1 = \(positions)"
  }
}
