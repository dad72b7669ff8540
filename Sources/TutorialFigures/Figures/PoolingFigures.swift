import ConvolutionCore
import DrawingKit

extension TutorialFigure {
  /// 11: three maps, each pooled on its own.
  static let pooledMaps = TutorialFigure(
    "11", "pooled-maps", "pooling works on each map alone: three maps in, three smaller maps out",
    inputs: [.image, .kernel]
  ) { inputs throws(FigureError) in
    let gray = inputs.gray(columns: 72)
    var columns: [any Block] = []
    for (index, named) in try inputs.kernels("sobel-x", "sobel-y", "edge-3").prefix(4).enumerated() {
      let map = Activation.relu.applied(to: try Convolution().map(of: gray, named.kernel))
      let pooled = try Pooling(.max, window: 2).map(of: map)
      let display = ColourMap.gray(0, map.limit)
      columns.append(
        Column(
          [
            Text("map \(index + 1): \(named.name), ReLU", .small), Pixels(.map(map, display), width: 144),
            Text("\(map.size)", .small, .faint), Arrow(.down, length: 24),
            Pixels(.map(pooled, display), width: 72), Text("\(pooled.size)", .small, .faint),
          ], spacing: 4))
    }
    let content = Column(
      [
        Row(columns, spacing: 18),
        Text("2×2 max pooling, stride 2; all at one scale: a pixel keeps its size", .small, .faint),
      ],
      spacing: 8)
    return FigureParts(title: "Pooling acts on every map by itself", content: content)
  }

  /// 12: one rectified map under max, average and sum pooling.
  static let poolingKinds = TutorialFigure(
    "12", "pooling-kinds", "max, average and sum pooling of the same rectified map", inputs: [.image, .kernel]
  ) { inputs throws(FigureError) in
    let named = try inputs.kernel("edge-3")
    let map = Activation.relu.applied(to: try Convolution().map(of: inputs.gray(columns: 120), named.kernel))
    func cell(_ plane: Plane, _ heading: String) -> any Block {
      Column(
        [
          Text(heading, .heading), Pixels(.map(plane, .gray(0, plane.limit)), width: 152),
          Row(
            [Text("\(plane.size)", .small, .faint), ColourBar(.map(.gray(0, plane.limit)), length: 90)],
            spacing: 14,
            alignment: .leading),
        ], spacing: 5)
    }
    func pooled(_ kind: Pooling.Kind) throws(FigureError) -> Plane { try Pooling(kind, window: 3).map(of: map) }
    let pictures = Row(
      [cell(try pooled(.max), "max"), cell(try pooled(.average), "average"), cell(try pooled(.sum), "sum")], spacing: 16
    )
    let remark =
      "windows of 3×3, stride 3; each map from 0 (black) to its own largest value (white): "
      + "a sum is 9 averages, so the last two look alike"
    let content = Column(
      [
        cell(map, "\(named.name), ReLU"), Arrow(.down, length: 20), pictures,
        Paragraph(remark, width: 420, .small, .faint, .centre),
      ], spacing: 8)
    return FigureParts(title: "Three ways of pooling", content: content)
  }

  /// 19: the window that one pooled pixel comes from.
  static let pooledCell = TutorialFigure(
    "19", "pooled-cell", "one pooled pixel and the 2×2 window it was taken from, the largest marked",
    inputs: [.image, .kernel]
  ) { inputs throws(FigureError) in
    let named = try inputs.kernel("edge-3")
    let gray = inputs.gray(columns: 48)
    guard gray.width >= 8, gray.height >= 8 else { throw .pictureTooSmall(found: gray.size, needed: 8) }
    let map = Activation.relu.applied(to: try Convolution().map(of: gray, named.kernel))
    let pooled = try Pooling(.max, window: 2).map(of: map)
    let (x, y) = liveliestCell(of: map, pooled)
    let place = (x: x - 1, y: y - 1)
    let display = ColourMap.gray(0, map.limit)
    func numbers(_ plane: Plane, _ x: Int, _ y: Int, _ size: Int) -> NumberMatrix {
      let part = plane.cropped(x: x, y: y, width: size, height: size)
      return NumberMatrix(
        cells: NumberText.cells(part, decimals: 0).map { $0.map { $0 } }, cellSide: size == 6 ? 27 : 34, font: .small)
    }
    var near = numbers(map, 2 * place.x, 2 * place.y, 6)
    near.windows = [CellWindow(x: 2, y: 2, width: 2, height: 2)]
    let source = map.cropped(x: 2 * x, y: 2 * y, width: 2, height: 2)
    let largest = source.values.firstIndex(of: pooled[y, x]) ?? 0
    near.marked = [CellWindow(x: 2 + largest % 2, y: 2 + largest / 2, width: 1, height: 1)]
    var small = numbers(pooled, place.x, place.y, 3)
    small.windows = [CellWindow(x: 1, y: 1, width: 1, height: 1)]
    small.marked = small.windows
    let four = source.values.map { NumberText.fixed(Double($0), decimals: 0) }.joined(separator: ", ")
    let pixel = 3.5 * Double(max(1, 48 / map.width))
    let whole = Pixels(
      .map(map, display), width: pixel * Double(map.width),
      windows: [CellWindow(x: 2 * x, y: 2 * y, width: 2, height: 2)])
    let half = Pixels(
      .map(pooled, display), width: pixel * Double(pooled.width), windows: [CellWindow(x: x, y: y, width: 1, height: 1)]
    )
    let equation = "max(\(four)) = \(NumberText.fixed(Double(pooled[y, x]), decimals: 0))"
    let content = Grid(
      [
        [
          whole.captioned("rectified map, \(map.size)"),
          near.captioned(
            "rows \(2 * place.y)–\(2 * place.y + 5), columns \(2 * place.x)–\(2 * place.x + 5)", width: 200),
        ],
        [Arrow(.down, length: 26), Arrow(.down, length: 26, label: equation)],
        [
          half.captioned("pooled map, \(pooled.size)"),
          small.captioned("rows \(place.y)–\(place.y + 2), columns \(place.x)–\(place.x + 2)", width: 200),
        ],
      ], columnSpacing: 20, rowSpacing: 8)
    return FigureParts(title: "Where a pooled pixel comes from", content: content)
  }
  /// The pooled pixel, not at the edge, whose window has the largest smallest-but-one value: where all four differ.
  private static func liveliestCell(of map: Plane, _ pooled: Plane) -> (x: Int, y: Int) {
    var best = (x: 1, y: 1, value: -Float.infinity)
    for y in 1..<pooled.height - 1 {
      for x in 1..<pooled.width - 1 {
        let source = map.cropped(x: 2 * x, y: 2 * y, width: 2, height: 2).values.sorted()
        // The second smallest counts most, so that no window of a single bright pixel wins.
        let value = 4 * source[1] + source[3] - source[2]
        if value > best.value { best = (x, y, value) }
      }
    }
    return (best.x, best.y)
  }
}
