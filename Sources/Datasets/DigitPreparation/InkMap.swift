#if !hasFeature(Embedded)
  import ConvolutionCore
#endif

/// Where the ink of one digit is, 0…1, on a picture of any size.
struct InkMap {
  /// A rectangle of pixels.
  struct Box: Equatable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
  }

  /// Ink that stands out less than this many levels is noise.
  private static let leastContrast = 16.0

  /// The ink.
  let plane: Plane

  /// Ink and paper told apart; nil when nothing stands out.
  init?(_ picture: Plane) {
    // Paper by the edges, or on strongly shaded paper by the middle of all values: what parts ink and paper better.
    let byEdges = InkMap.residuals(picture, PaperSide(picture))
    let byMedian = InkMap.residuals(picture, PaperSide(medianOf: picture))
    let residuals = InkMap.separation(byMedian) > InkMap.separation(byEdges) + 0.01 ? byMedian : byEdges
    guard let threshold = InkMap.threshold(residuals), threshold > InkMap.leastContrast / 2 else { return nil }
    let mask = InkMap.digit(
      residuals.map { $0 > threshold }, width: picture.width, height: picture.height)
    let inked = residuals.indices.filter { mask[$0] }.map { residuals[$0] }.sorted()
    guard !inked.isEmpty, inked[inked.count / 2] > InkMap.leastContrast else { return nil }
    let full = inked[inked.count / 2]
    let wide = InkMap.widened(mask, width: picture.width, height: picture.height)
    plane = Plane(
      width: picture.width, height: picture.height,
      values: residuals.indices.map { index in
        wide[index] ? Float(min(1, max(0, (residuals[index] - 0.4 * threshold) / (full - 0.4 * threshold)))) : 0
      })
  }

  /// How much each pixel differs from the paper, ink above 0.
  private static func residuals(_ picture: Plane, _ side: PaperSide) -> [Double] {
    let paper = PaperSurface(picture, level: side.level, reach: side.reach)
    var residuals = paper.residuals(picture)
    // Ink is on the side where more lies far off: dark on light or light on dark.
    if side.isInkDark ?? (residuals.reduce(0) { $0 + $1 * $1 * $1 } < 0) {
      for index in residuals.indices { residuals[index] = -residuals[index] }
    }
    return residuals
  }

  /// The rectangle that holds all ink; nil when there is none.
  var box: Box? { InkMap.box(of: plane) }

  /// The rectangle that holds every pixel with more than a third of full ink.
  static func box(of plane: Plane) -> Box? {
    var (left, right, top, bottom) = (plane.width, -1, plane.height, -1)
    for row in 0..<plane.height {
      for column in 0..<plane.width where plane[row, column] > 0.33 {
        left = min(left, column)
        right = max(right, column)
        top = min(top, row)
        bottom = max(bottom, row)
      }
    }
    return right < 0 ? nil : Box(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
  }

  /// The mean width of the lines: twice their area by their outline.
  var lineWidth: Double {
    var area = 0.0
    var outline = 0.0
    for row in 0..<plane.height {
      for column in 0..<plane.width {
        area += Double(plane[row, column])
        let value = Double(plane[row, column])
        if column + 1 < plane.width { outline += abs(value - Double(plane[row, column + 1])) }
        if row + 1 < plane.height { outline += abs(value - Double(plane[row + 1, column])) }
      }
    }
    // Steps along the grid make a slanting outline longer by 4/π in the mean.
    return outline > 0 ? 2 * area / (outline * Double.pi / 4) : 0
  }

  /// The ink with every line wider by `radius` on both sides.
  func thickened(by radius: Double) -> Plane {
    let (width, height) = (plane.width, plane.height)
    let margin = Int(radius) + 2
    var result = Plane(width: width + 2 * margin, height: height + 2 * margin)
    var distance = [Float](repeating: .infinity, count: result.values.count)
    for row in 0..<height {
      for column in 0..<width where plane[row, column] > 0.5 {
        distance[(row + margin) * result.width + column + margin] = 0
      }
    }
    InkMap.spread(&distance, width: result.width, height: result.height)
    for index in result.values.indices {
      result.values[index] = min(1, max(0, Float(radius) + 0.5 - distance[index]))
    }
    return result
  }

  /// Distances to the nearest 0, within 4 %: steps of 1 and √2 in two passes.
  private static func spread(_ distance: inout [Float], width: Int, height: Int) {
    let diagonal = Float(2).squareRoot()
    func relax(_ row: Int, _ column: Int, _ direction: Int) {
      var best = distance[row * width + column]
      for (y, x, step) in [(0, -1, Float(1)), (-1, -1, diagonal), (-1, 0, 1), (-1, 1, diagonal)] {
        let (otherRow, otherColumn) = (row + direction * y, column + direction * x)
        guard (0..<height).contains(otherRow), (0..<width).contains(otherColumn) else { continue }
        best = min(best, distance[otherRow * width + otherColumn] + step)
      }
      distance[row * width + column] = best
    }
    for row in 0..<height { for column in 0..<width { relax(row, column, 1) } }
    for row in (0..<height).reversed() { for column in (0..<width).reversed() { relax(row, column, -1) } }
  }
}
