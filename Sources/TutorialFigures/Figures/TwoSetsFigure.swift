import Charts
import ConvolutionCore
import DrawingKit
import KernelFiles

extension TutorialFigure {
  /// 13: two sets of convolution, ReLU and pooling; how 3 maps become 6.
  static let twoSets = TutorialFigure(
    "13", "two-sets", "two sets of convolution, ReLU and pooling: every filter of the second set has depth 3",
    inputs: [.image]
  ) { inputs throws(FigureError) in
    let gray = inputs.gray(columns: 96)
    let first = MapLayer(
      count: 3, depth: 1,
      bank: try ["sobel-x", "edge-3", "sobel-y", "sobel-y", "edge-3"].map(TutorialFigure.kernel))
    let second = MapLayer(
      count: 6, depth: 3,
      bank: try ["sobel-x", "line-45", "sobel-y", "laplacian-8", "line-135"].map(TutorialFigure.kernel))
    func relu(_ maps: [Plane]) -> [Plane] { maps.map { Activation.relu.applied(to: $0) } }
    func pool(_ maps: [Plane]) throws(FigureError) -> [Plane] {
      var result: [Plane] = []
      for map in maps { result.append(try Pooling(.max, window: 2).map(of: map)) }
      return result
    }
    let conv1 = try first.apply([gray])
    let relu1 = relu(conv1)
    let pool1 = try pool(relu1)
    let conv2 = try second.apply(pool1)
    let relu2 = relu(conv2)
    let pool2 = try pool(relu2)
    let stages: [(String, [Plane], Double)] = [
      ("picture", [gray], 58), ("convolution", conv1, 50), ("ReLU", relu1, 50), ("pooling", pool1, 36),
      ("convolution", conv2, 34), ("ReLU", relu2, 34), ("pooling", pool2, 24),
    ]
    let strip = ArchitectureStrip(
      stages.map { name, maps, width in
        let limit = maps.map(\.limit).max() ?? 1
        let contents = maps.map { name == "picture" ? Pixels.Content.map($0, .gray()) : .diverging($0, limit: limit) }
        return (
          name: name,
          stage: .other(
            MapStack(contents, side: width, step: maps.count > 3 ? 4 : 6),
            shape: "\(maps.count) × \(maps[0].size.shape)")
        )
      })
    let content = Column([strip, Gap(1, 4), try sums(of: second, over: pool1)], spacing: 10)
    return FigureParts(title: "How 3 maps become 6", content: content)
  }

  static func kernel(_ name: String) throws(FigureError) -> Kernel {
    do throws(KernelError) {
      return try KernelLibrary.kernel(named: name).kernel
    } catch {
      throw .input(error.description)
    }
  }

  /// One map of the second set: three maps, each under its own slice of one filter, summed.
  private static func sums(of layer: MapLayer, over maps: [Plane]) throws(FigureError) -> any Block {
    let partial = try layer.partialSums(0, maps)
    let sum = partial.dropFirst().reduce(partial[0]) { $0.adding($1) }
    let shared = ([sum] + partial).map(\.limit).max() ?? 1
    let below = maps.map(\.limit).max() ?? 1
    var rows: [[any Block]] = [
      [
        Text("3 maps of the first set", .small, .faint), Gap(1, 1), Text("one filter, depth 3", .small, .faint),
        Gap(1, 1), Text("partial sums", .small, .faint),
      ]
    ]
    for index in maps.indices {
      rows.append([
        Pixels(.diverging(maps[index], limit: below), width: 84), Text("∗", .sign),
        KernelMatrix(layer.kernels[0][index], cellSide: 19), Arrow(length: 22),
        Pixels(.diverging(partial[index], limit: shared), width: 84),
      ])
    }
    return Row(
      [
        Grid(rows, columnSpacing: 10, rowSpacing: 8), SumBrace(height: 168),
        Column(
          [
            Text("their sum: map 1 of 6", .small, .faint), Pixels(.diverging(sum, limit: shared), width: 84),
            ColourBar(.diverging(limit: shared), length: 70),
          ], spacing: 5),
      ], spacing: 10)
  }
}

/// A brace that gathers rows into a sum.
private struct SumBrace: Block {
  let height: Double

  func extent(on canvas: Canvas) -> Extent { Extent(34, height) }

  func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let middle = origin.y + height / 2
    canvas.path(
      [origin, origin.moved(5, 0), origin.moved(5, height), origin.moved(0, height)], style.ink, width: style.line)
    canvas.text("Σ", at: Point(origin.x + 12, middle), .sign, style.ink, .left, .middle)
  }
}
