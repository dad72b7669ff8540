import DrawingKit

/// How often pictures of each class were taken for each class, shaded by the share of the true class.
public struct ConfusionMatrix: Block {
  private let counts: [[Int]]
  private let classes: [String]
  private let scale: ColourBar.Scale = .share(highest: 1)

  /// `counts[t][p]` pictures of class t were classified as class p.
  public init(counts: [[Int]], classes: [String]) {
    self.counts = counts
    self.classes = classes
  }

  /// Numbers fit into cells up to this many classes; beyond it only the shading is drawn.
  private var hasNumbers: Bool { counts.count <= 30 }

  private func side(on canvas: Canvas) -> Double {
    guard hasNumbers else { return 9 }
    let widest = counts.joined().reduce(0) { max($0, canvas.measure(String($1), .small).width) }
    return max(widest + 7, 22).rounded(.up)
  }

  private func names(on canvas: Canvas) -> (width: Double, turned: Bool) {
    let widest = classes.reduce(0) { max($0, canvas.measure($1, .body).width) }.rounded(.up)
    return (widest, widest > side(on: canvas) - 2)
  }

  private func margins(on canvas: Canvas) -> (left: Double, top: Double, right: Double, bottom: Double) {
    let line = canvas.measure("0", .body).height.rounded(.up)
    let names = names(on: canvas)
    let left = line + 6 + (hasNumbers ? names.width + 6 : 0)
    let top = line + 4 + (hasNumbers ? (names.turned ? names.width : line) + 4 : 0)
    let recall = hasNumbers ? (canvas.measure("100.0 %", .small).width + 8).rounded(.up) : 2
    return (left, top, max(recall, canvas.measure("recall", .small).width + 8), hasNumbers ? line + 4 : 2)
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let margins = margins(on: canvas)
    let field = Double(counts.count) * side(on: canvas)
    return Extent(margins.left + field + margins.right, margins.top + field + margins.bottom)
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let side = side(on: canvas)
    let margins = margins(on: canvas)
    let names = names(on: canvas)
    let field = Rectangle(
      x: origin.x + margins.left, y: origin.y + margins.top, width: Double(counts.count) * side,
      height: Double(counts.count) * side)
    let map = scale.map(style)
    for (t, row) in counts.enumerated() {
      let total = row.reduce(0, +)
      for (p, count) in row.enumerated() {
        let cell = Rectangle(
          x: field.left + Double(p) * side, y: field.top + Double(t) * side, width: side, height: side)
        let ground = map.colour(of: total > 0 ? Double(count) / Double(total) : 0)
        canvas.fill(cell, ground)
        if hasNumbers && count > 0 {
          canvas.text(String(count), at: cell.middle, .small, ground.readableInk, .centre, .middle)
        }
      }
    }
    drawLines(on: canvas, field, side)
    canvas.text("classified as", at: Point(field.middle.x, origin.y), .body, style.ink, .centre, .top)
    canvas.text(
      "true class", at: Point(origin.x, field.middle.y), .body, style.ink, .centre, .top, turned: true)
    guard hasNumbers else { return }
    for (index, name) in classes.enumerated() where index < counts.count {
      let middle = (Double(index) + 0.5) * side
      canvas.text(name, at: Point(field.left - 6, field.top + middle), .body, style.ink, .right, .middle)
      if names.turned {
        canvas.text(
          name, at: Point(field.left + middle, field.top - 5), .body, style.ink, .left, .middle, turned: true)
      } else {
        canvas.text(name, at: Point(field.left + middle, field.top - 5), .body, style.ink, .centre, .baseline)
      }
      let total = counts[index].reduce(0, +)
      let recall = total > 0 ? NumberText.percent(Double(counts[index][index]) / Double(total)) : "–"
      canvas.text(
        recall, at: Point(field.right + margins.right, field.top + middle), .small, style.faint, .right, .middle)
    }
    canvas.text(
      "recall", at: Point(field.right + margins.right, field.top - 5), .small, style.faint, .right, .baseline)
  }

  private func drawLines(on canvas: Canvas, _ field: Rectangle, _ side: Double) {
    let style = canvas.style
    for index in 0...counts.count where hasNumbers {
      let step = Double(index) * side
      canvas.line(
        Point(field.left + step, field.top), Point(field.left + step, field.bottom), style.rule, width: style.hairline)
      canvas.line(
        Point(field.left, field.top + step), Point(field.right, field.top + step), style.rule, width: style.hairline)
    }
    canvas.stroke(field, style.ink, width: style.line)
  }
}

extension Figure {
  /// The confusion matrix of a test with its accuracy as a title.
  public static func confusionMatrix(counts: [[Int]], classes: [String], title: String = "Confusion matrix") -> Figure {
    let total = counts.reduce(0) { $0 + $1.reduce(0, +) }
    let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    let summary =
      total > 0
      ? "\(NumberText.grouped(right)) of \(NumberText.grouped(total)) right: "
        + NumberText.percent(Double(right) / Double(total), decimals: 2) : "no pictures"
    return Figure(
      title: "\(title): \(summary)",
      Column(
        [
          Text(title, .title), Text(summary, .body, .faint), Gap(1, 2),
          ConfusionMatrix(counts: counts, classes: classes),
          ColourBar(.share(highest: 1), length: 140, words: ["0 %", "share of the true class", "100 %"]),
        ], spacing: 5))
  }
}
