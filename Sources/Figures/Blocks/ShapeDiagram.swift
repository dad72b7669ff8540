import ConvolutionCore

/// Where a kernel goes on a grid of pixels, and the size of the map that comes out.
///
/// Added rows and columns are hatched, and so are those that the stride never reaches; the first two positions of
/// the kernel are framed.
public struct ShapeDiagram: Block {
  private let input: Size
  private let kernel: Size
  private let convolution: Convolution
  private let output: Size
  private let cell: Double

  /// The diagram of a convolution over `input` pixels, `cell` points to a pixel.
  /// - Throws: `ConvolutionError` when the kernel does not fit.
  public init(
    input: Size, kernel: Size, convolution: Convolution, cell: Double = 9
  ) throws(ConvolutionError) {
    output = try convolution.outputSize(of: input, kernel: kernel)
    self.input = input
    self.kernel = kernel
    self.convolution = convolution
    self.cell = cell
  }

  /// The size formula with its numbers, for the columns: ⌊(n + p₀ + p₁ − d(k−1) − 1)/s⌋ + 1.
  public var formula: String {
    let (before, after) = convolution.padding.amounts(kernel: kernel.width, dilation: convolution.dilation)
    let reach = convolution.dilation * (kernel.width - 1) + 1
    let padding = before + after > 0 ? " + \(before) + \(after)" : ""
    return "⌊(\(input.width)\(padding) − \(reach))/\(convolution.stride)⌋ + 1 = \(output.width)"
  }

  /// Rows and columns at the far edge that no position of the kernel covers.
  public var dropped: Size {
    func rest(_ n: Int, _ k: Int, _ o: Int) -> Int {
      let (before, after) = convolution.padding.amounts(kernel: k, dilation: convolution.dilation)
      return n + before + after - (o - 1) * convolution.stride - convolution.dilation * (k - 1) - 1
    }
    return Size(
      width: rest(input.width, kernel.width, output.width), height: rest(input.height, kernel.height, output.height))
  }

  private var padded: (left: Int, top: Int, size: Size) {
    let (left, right) = convolution.padding.amounts(kernel: kernel.width, dilation: convolution.dilation)
    let (top, bottom) = convolution.padding.amounts(kernel: kernel.height, dilation: convolution.dilation)
    return (left, top, Size(width: input.width + left + right, height: input.height + top + bottom))
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let padded = padded.size
    let width = Double(padded.width + output.width) * cell + 26
    return Extent(width, Double(max(padded.height, output.height)) * cell)
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let style = canvas.style
    let (left, top, size) = padded
    let height = extent(on: canvas).height
    let start = Point(origin.x, origin.y + ((height - Double(size.height) * cell) / 2).rounded(.down))
    func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int, from corner: Point) -> Rectangle {
      Rectangle(
        x: corner.x + Double(x) * cell, y: corner.y + Double(y) * cell, width: Double(width) * cell,
        height: Double(height) * cell)
    }
    let whole = box(0, 0, size.width, size.height, from: start)
    let picture = box(left, top, input.width, input.height, from: start)
    canvas.hatch(whole)
    canvas.fill(picture, style.background)
    let (lostX, lostY) = (dropped.width, dropped.height)
    if lostX > 0 { canvas.hatch(box(size.width - lostX, 0, lostX, size.height, from: start)) }
    if lostY > 0 { canvas.hatch(box(0, size.height - lostY, size.width, lostY, from: start)) }
    let reach = Size(
      width: convolution.dilation * (kernel.width - 1) + 1, height: convolution.dilation * (kernel.height - 1) + 1)
    let first = box(0, 0, reach.width, reach.height, from: start)
    canvas.fill(first, style.accent.opacity(0.22))
    canvas.grid(whole, columns: size.width, rows: size.height)
    canvas.stroke(picture, style.ink, width: style.line)
    if output.width > 1 {
      let second = box(convolution.stride, 0, reach.width, reach.height, from: start)
      canvas.stroke(second, style.second, width: 1.5, dash: [3, 2])
    }
    canvas.stroke(first, style.accent, width: 1.75)

    let middle = origin.y + height / 2
    canvas.arrow(Point(whole.right + 5, middle), Point(whole.right + 21, middle), style.ink, width: style.line)
    let corner = Point(whole.right + 26, origin.y + ((height - Double(output.height) * cell) / 2).rounded(.down))
    let map = box(0, 0, output.width, output.height, from: corner)
    canvas.fill(map, style.panel)
    canvas.fill(box(0, 0, 1, 1, from: corner), style.accent.opacity(0.6))
    if output.width > 1 { canvas.fill(box(1, 0, 1, 1, from: corner), style.second.opacity(0.6)) }
    canvas.grid(map, columns: output.width, rows: output.height)
    canvas.stroke(map, style.ink, width: style.line)
  }
}

extension Canvas {
  /// Thin lines between cells.
  func grid(_ frame: Rectangle, columns: Int, rows: Int) {
    for x in stride(from: 1, to: columns, by: 1) {
      let place = frame.left + Double(x) * frame.extent.width / Double(columns)
      line(Point(place, frame.top), Point(place, frame.bottom), style.rule, width: style.hairline)
    }
    for y in stride(from: 1, to: rows, by: 1) {
      let place = frame.top + Double(y) * frame.extent.height / Double(rows)
      line(Point(frame.left, place), Point(frame.right, place), style.rule, width: style.hairline)
    }
  }

  /// Slanted lines over a ground a little apart from the page: what is not part of the picture.
  func hatch(_ frame: Rectangle) {
    fill(frame, style.panel)
    clipped(to: frame) {
      for step in stride(from: -frame.extent.height, to: frame.extent.width, by: 3) {
        line(
          Point(frame.left + step, frame.bottom), Point(frame.left + step + frame.extent.height, frame.top),
          style.rule, width: style.hairline)
      }
    }
    stroke(frame, style.rule, width: style.hairline)
  }
}
