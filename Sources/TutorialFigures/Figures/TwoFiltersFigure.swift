import ConvolutionCore
import DrawingKit
import KernelFiles

extension TutorialFigure {
  /// 6: two filters slide over one picture, and two maps appear.
  static let twoFilters = TutorialFigure(
    "6", "two-filters", "two filters over one picture make two different maps", inputs: [.image, .kernel],
    isAnimated: true
  ) { inputs throws(FigureError) in
    var kernels = try inputs.kernels("sobel-x", "sobel-y")
    if kernels.count == 1 { kernels += try inputs.kernels("sobel-y") }
    let gray = inputs.gray(columns: 54)
    let sliding = TwoFilters(
      gray: gray, names: kernels.prefix(2).map(\.name), kernels: kernels.prefix(2).map(\.kernel),
      maps: [
        try Convolution(padding: .valid).map(of: gray, kernels[0].kernel),
        try Convolution(padding: .valid).map(of: gray, kernels[1].kernel),
      ])
    let steps = 10
    let frames = (0..<2 * steps).map { step in
      let share = Double(step % steps + 1) / Double(steps)
      return step < steps ? sliding.frame([share, 0]) : sliding.frame([1, share])
    }
    return FigureParts(
      title: "Two filters, two maps", content: sliding.frame([1, 1], windowsAt: [0.42, 0.71]), frames: frames,
      frameDelay: 30)
  }
}

/// Two filters at any stage of their way over a picture.
private struct TwoFilters: Sendable {
  let gray: Plane
  let names: [String]
  let kernels: [Kernel]
  let maps: [Plane]

  /// `shares[f]` of filter f's map is there; its window stands where the map ends, or at `windowsAt`.
  func frame(_ shares: [Double], windowsAt: [Double]? = nil) -> any Block {
    var windows: [CellWindow] = []
    var rows: [any Block] = []
    for index in 0..<2 {
      let map = maps[index]
      let done = Int((shares[index] * Double(map.values.count)).rounded())
      let emphasis: CellWindow.Emphasis = index == 0 ? .accent : .category(2)
      var cell: [CellWindow] = []
      if shares[index] > 0 && (windowsAt != nil || index == 1 || shares[1] == 0) {
        let last = max(0, windowsAt.map { Int($0[index] * Double(map.values.count)) } ?? done - 1)
        let (x, y) = (last % map.width, last / map.width)
        let kernel = kernels[index]
        windows.append(CellWindow(x: x, y: y, width: kernel.width, height: kernel.height, emphasis: emphasis))
        cell = [CellWindow(x: x, y: y, width: 1, height: 1, emphasis: emphasis)]
      }
      let name = names[index]
      let kernel = Column([Text(name, .small), KernelMatrix(kernels[index], cellSide: 22)], spacing: 3)
      rows.append(
        Row([kernel, Arrow(length: 22), RevealedMap(map: map, done: done, width: 156, windows: cell)], spacing: 8))
    }
    let picture = Pixels(gray: gray, width: 216, windows: windows).captioned("picture, \(gray.size)", width: 200)
    let maps = Column(
      rows + [Text("maps, \(self.maps[0].size), blue negative, orange positive", .small, .faint)], spacing: 8)
    return Row([picture, maps], spacing: 18)
  }
}

/// A map of which only the first values are known.
private struct RevealedMap: Block {
  let map: Plane
  let done: Int
  let width: Double
  let windows: [CellWindow]

  private var whole: Pixels { Pixels(.diverging(map, limit: map.limit), width: width, windows: windows) }

  func extent(on canvas: Canvas) -> Extent { whole.extent(on: canvas) }

  func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let colours = ColourMap.diverging(limit: map.limit, style)
    var raster = colours.raster(of: map)
    let hidden = style.panel.bytes
    for index in done..<max(done, map.values.count) { raster.set(index, hidden) }
    Pixels(.raster(raster), width: width, windows: windows).draw(on: canvas, at: origin)
  }
}
