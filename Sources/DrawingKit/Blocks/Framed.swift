/// A square picture with the names of its axes and the numbers at their ends.
package struct Framed: Block {
  private let picture: any Block
  private let left: String
  private let below: String
  private let range: (low: String, high: String)

  package init(_ picture: any Block, left: String, below: String, range: (low: String, high: String)) {
    self.picture = picture
    self.left = left
    self.below = below
    self.range = range
  }

  private func margins(on canvas: Canvas) -> (left: Double, below: Double, right: Double) {
    let line = canvas.measure("0", .small).height
    let low = canvas.measure(range.low, .small).width
    return ((low + line + 9).rounded(.up), (2 * line + 3).rounded(.up), (low / 2).rounded(.up))
  }

  package func extent(on canvas: Canvas) -> Extent {
    let inner = picture.extent(on: canvas)
    let margins = margins(on: canvas)
    return Extent(margins.left + inner.width + margins.right, inner.height + margins.below)
  }

  package func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let margins = margins(on: canvas)
    let line = canvas.measure("0", .small).height
    let field = Rectangle(origin.moved(margins.left, 0), picture.extent(on: canvas))
    picture.draw(on: canvas, at: field.origin)
    let (low, high) = (range.low, range.high)
    canvas.text(high, at: Point(field.left - 4, field.top + 4), .small, style.faint, .right, .middle)
    canvas.text("0", at: Point(field.left - 4, field.middle.y), .small, style.faint, .right, .middle)
    canvas.text(low, at: Point(field.left - 4, field.bottom - 4), .small, style.faint, .right, .middle)
    for (text, x) in [(low, field.left), ("0", field.middle.x), (high, field.right)] {
      canvas.text(text, at: Point(x, field.bottom + 2), .small, style.faint, .centre, .top)
    }
    canvas.text(below, at: Point(field.middle.x, field.bottom + 2 + line), .small, style.ink, .centre, .top)
    canvas.text(left, at: Point(origin.x, field.middle.y), .small, style.ink, .centre, .top, turned: true)
  }
}
