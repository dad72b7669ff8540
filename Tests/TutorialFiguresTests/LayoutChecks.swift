import Charts
import DrawingKit
import TutorialFigures

/// What is wrong with the texts of a figure: clipped, overlapping or too small. Empty when all is well.
func layoutFaults(_ figure: Figure, _ style: Style = Style()) -> [String] {
  let (page, texts) = figure.layout(style: style)
  let whole = Rectangle(Point(0, 0), page)
  var faults: [String] = []
  for (index, one) in texts.enumerated() {
    if one.size < 7 { faults.append("'\(one.text)' is set in \(one.size) points") }
    if !whole.contains(one.box) { faults.append("'\(one.text)' leaves the page: \(one.box) of \(page)") }
    for other in texts[(index + 1)...] where one.box.overlaps(other.box, tolerance: 0.05) {
      faults.append("'\(one.text)' overlaps '\(other.text)': \(one.box), \(other.box)")
    }
  }
  return faults
}

/// The first bytes by which a file of each format is known.
let signatures: [FigureFormat: [UInt8]] = [
  .png: [0x89, 0x50, 0x4E, 0x47], .svg: Array("<?xml".utf8), .pdf: Array("%PDF-1.5".utf8), .gif: Array("GIF89a".utf8),
]
