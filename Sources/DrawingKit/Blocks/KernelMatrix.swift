import ConvolutionCore

/// A kernel's weights as numbers in diverging colours, its divisor before them.
///
/// Kernels with more than nine rows or columns are drawn in colours alone.
public struct KernelMatrix: Block {
  private let block: any Block

  /// The weights in cells of `cellSide` points; nil takes what the longest number needs.
  public init(_ kernel: Kernel, cellSide: Double? = nil) {
    let plane = Plane(width: kernel.width, height: kernel.height, values: kernel.numerators)
    let longest = max(kernel.width, kernel.height)
    guard longest <= 9 else {
      block = Pixels(.diverging(plane, limit: plane.limit), width: 150, hasGrid: longest <= 31)
      return
    }
    let matrix = NumberMatrix(
      cells: NumberText.cells(plane, decimals: longest > 5 ? 2 : 3).map { $0.map { $0 } },
      // Only the paler two thirds of the colours, so that every number is read with ease.
      shading: .diverging(plane, limit: plane.limit * 1.6), cellSide: cellSide, font: longest > 5 ? .dense : .number)
    block =
      kernel.divisor == 1
      ? matrix : Row([Text("1/" + NumberText.short(Double(kernel.divisor)) + " ·"), matrix], spacing: 5)
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent { block.extent(on: canvas) }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) { block.draw(on: canvas, at: origin) }
}
