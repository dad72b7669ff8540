import ConvolutionCore
import DrawingKit

extension TutorialFigure {
  /// 4: a picture, a part of it enlarged, and the same part as numbers.
  static let pixels = TutorialFigure(
    "4", "pixels", "a picture is a matrix of numbers from 0 (black) to 255 (white)", inputs: [.image]
  ) { inputs throws(FigureError) in
    let side = 9
    let gray = inputs.gray(columns: 72)
    guard gray.width >= side, gray.height >= side else { throw .pictureTooSmall(found: gray.size, needed: side) }
    let place = gray.liveliestWindow(width: side, height: side)
    var part = gray.cropped(x: place.x, y: place.y, width: side, height: side)
    for index in part.values.indices { part.values[index] = part.values[index].rounded() }
    let window = CellWindow(x: place.x, y: place.y, width: side, height: side)
    let numbers = NumberMatrix(
      cells: NumberText.cells(part, decimals: 0).map { $0.map { $0 } }, shading: .values(part, .gray()), cellSide: 21,
      font: .small)
    let content = CaptionedRow(
      [
        (
          Pixels(gray: gray, width: 150, windows: [window]), "the picture: \(gray.height) rows of \(gray.width) pixels"
        ),
        (Arrow(length: 20), ""), (Pixels(gray: part, width: 108, hasGrid: true), "\(side)×\(side) of its pixels"),
        (Arrow(length: 20), ""), (numbers, "their values: 0 is black, 255 white"),
      ], captionWidth: 180)
    return FigureParts(title: "A picture is a matrix of pixel values", content: content)
  }
}
