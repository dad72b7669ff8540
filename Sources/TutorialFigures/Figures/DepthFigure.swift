import Charts
import ConvolutionCore
import DrawingKit

extension TutorialFigure {
  /// 7: three filters make a stack of three maps; stride and padding set their size.
  static let depth = TutorialFigure(
    "7", "depth", "three filters make maps of depth 3; stride and padding decide their size",
    inputs: [.image, .kernel]
  ) { inputs throws(FigureError) in
    let gray = inputs.gray(columns: 120)
    let kernels = try inputs.kernels("sobel-x", "sobel-y", "edge-3").prefix(5)
    var maps: [Pixels.Content] = []
    var size = gray.size
    for named in kernels {
      let map = try Convolution(padding: .valid).map(of: gray, named.kernel)
      maps.append(.diverging(map, limit: map.limit))
      size = map.size
    }
    let filters = Column(
      kernels.map { named in
        Row(
          [Text(named.name, .small), KernelMatrix(named.kernel, cellSide: named.kernel.width > 3 ? nil : 19)],
          spacing: 6)
      }, spacing: 5, alignment: .trailing)
    let stack = CaptionedRow(
      [
        (Pixels(gray: gray, width: 138), "picture, \(gray.size)"), (Arrow(length: 20), ""), (filters, ""),
        (Arrow(length: 20), ""),
        (MapStack(maps, side: 138, step: 10), "\(maps.count) maps of \(size): depth \(maps.count)"),
      ], captionWidth: 170)
    let content = Column([stack, Gap(1, 4), try sizes()], spacing: 8)
    return FigureParts(title: "Depth, stride and padding", content: content)
  }

  /// Four ways of laying a 3×3 kernel over a few pixels.
  private static func sizes() throws(FigureError) -> any Block {
    let variants: [(String, Int, Convolution)] = [
      ("stride 1, no padding (narrow)", 7, Convolution(padding: .valid)),
      ("stride 1, zero padding 1 (wide)", 7, Convolution(padding: .explicit(1), border: .zero)),
      ("stride 2, no padding", 7, Convolution(stride: 2, padding: .valid)),
      ("stride 2, no padding: the last row and column are dropped", 8, Convolution(stride: 2, padding: .valid)),
    ]
    var panels: [[any Block]] = []
    for (name, side, convolution) in variants {
      let diagram: ShapeDiagram
      do throws(ConvolutionError) {
        diagram = try ShapeDiagram(
          input: Size(width: side, height: side), kernel: Size(width: 3, height: 3), convolution: convolution)
      } catch {
        throw .convolution(error)
      }
      panels.append([diagram, Text(diagram.formula, .small), Paragraph(name, width: 190, .small, .faint, .centre)])
    }
    let rows = [0, 2].flatMap { left in (0..<3).map { [panels[left][$0], panels[left + 1][$0]] } }
    let key = ShapeDiagram.key
    return Column(
      [Grid(rows, columnSpacing: 36, rowSpacing: 4, vertical: .centre), Text(key, .small, .faint)], spacing: 8)
  }
}
