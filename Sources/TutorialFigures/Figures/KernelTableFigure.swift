import ConvolutionCore
import DrawingKit
import KernelFiles

extension TutorialFigure {
  /// 5b: kernels, their matrices, and what each makes of one picture.
  static let kernelTable = TutorialFigure(
    "5b", "kernels", "named kernels, each with its matrix and its result on one picture", inputs: [.image, .kernel]
  ) { inputs throws(FigureError) in
    let kernels = try inputs.kernels(
      "identity", "edge-1", "edge-2", "edge-3", "sharpen", "box-blur", "gaussian-3", "emboss")
    // Small enough that an edge, one pixel wide, can be seen in print.
    let gray = inputs.gray(columns: 180)
    var cells: [any Block] = []
    for named in kernels {
      let map = try Convolution().map(of: gray, named.kernel)
      let kernel = named.kernel
      let whole = try TutorialFigure.undivided(kernel)
      let matrix = KernelMatrix(whole, cellSide: kernel.width <= 3 ? 24 : nil)
      // The divisor has a column of its own, so that the matrices stand below each other.
      let divisor = kernel.divisor == 1 ? "" : "1/\(NumberText.short(Double(kernel.divisor))) ·"
      cells += [
        Column([Gap(1, 16), Text(divisor)], spacing: 0), Column([Text(named.name, .heading), matrix], spacing: 4),
        Pixels(gray: map, width: 116),
      ]
    }
    let rows = stride(from: 0, to: cells.count, by: 6).map { Array(cells[$0..<min($0 + 6, cells.count)]) }
    let content = Column(
      [
        Grid(rows, columnSpacing: 9, rowSpacing: 14, horizontal: [.trailing, .centre, .centre, .trailing, .centre]),
        Text("sums under 0 are shown black, over 255 white", .small, .faint),
      ], spacing: 8)
    return FigureParts(title: "What kernels do to a picture", content: content)
  }
}

extension TutorialFigure {
  /// The kernel's numerators alone.
  fileprivate static func undivided(_ kernel: Kernel) throws(FigureError) -> Kernel {
    do throws(ConvolutionError) {
      return try Kernel(width: kernel.width, height: kernel.height, numerators: kernel.numerators)
    } catch {
      throw .convolution(error)
    }
  }
}
