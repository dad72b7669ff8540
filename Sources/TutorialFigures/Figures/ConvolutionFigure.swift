import ConvolutionCore
import DrawingKit

extension TutorialFigure {
  /// The binary picture of the worked example.
  static let workedPicture = Plane(rows: [
    [1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0],
  ])

  /// 5: the worked convolution, position by position.
  static let convolution = TutorialFigure(
    "5", "convolution", "a kernel slides over a matrix; at each position products are summed to one number of the map",
    inputs: [.matrix, .kernel], isAnimated: true
  ) { inputs throws(FigureError) in
    let picture = inputs.matrix?.plane ?? workedPicture
    let kernel: Kernel
    if let named = inputs.kernels?.list.first {
      kernel = named.kernel
    } else {
      do throws(ConvolutionError) {
        kernel = try Kernel(width: 3, height: 3, numerators: [1, 0, 1, 0, 1, 0, 1, 0, 1])
      } catch {
        throw .convolution(error)
      }
    }
    if max(picture.width, picture.height) > 10 { throw .tooLarge(what: "matrix", found: picture.size, limit: 10) }
    if max(kernel.width, kernel.height) > 5 { throw .tooLarge(what: "kernel", found: kernel.size, limit: 5) }
    let map = try Convolution(padding: .valid).map(of: picture, kernel)
    let worked = WorkedConvolution(picture: picture, kernel: kernel, map: map)
    return FigureParts(
      title: "A convolution, worked by hand", content: worked.step(0, isComplete: true),
      frames: (0..<map.values.count).map { worked.step($0, isComplete: false) })
  }
}

/// The convolution of a small matrix with every product in sight.
struct WorkedConvolution: Sendable {
  let picture: Plane
  let kernel: Kernel
  let map: Plane

  /// The kernel at position `index`, counted row by row; the map is filled so far, or to the end.
  func step(_ index: Int, isComplete: Bool) -> any Block {
    let (x, y) = (index % map.width, index / map.width)
    let window = CellWindow(x: x, y: y, width: kernel.width, height: kernel.height)
    let weights = NumberText.cells(Plane(width: kernel.width, height: kernel.height, values: kernel.numerators))
    var pixels = NumberMatrix(picture, windows: [window], cellSide: nil)
    pixels.cellSide = 30
    pixels.remarks = (0..<picture.height).map { row in
      (0..<picture.width).map { column in
        window.contains(x: column, y: row) ? "×" + weights[row - y][column - x] : nil
      }
    }
    let numbers = NumberText.cells(map)
    let filled = NumberMatrix(
      cells: numbers.enumerated().map { row, line in
        line.enumerated().map { column, text in
          isComplete || row * map.width + column <= index ? text : nil
        }
      }, windows: [CellWindow(x: x, y: y, width: 1, height: 1, emphasis: .second)], cellSide: 30)
    let matrices = CaptionedRow(
      [
        (pixels, "picture, \(picture.size)"), (Text("∗", .sign), ""),
        (KernelMatrix(kernel, cellSide: 26), "kernel, \(kernel.size)"), (Text("=", .sign), ""),
        (filled, "map, \(map.size)"),
      ], spacing: 12)
    return Column([matrices, sum(x, y)], spacing: 10)
  }

  /// The products, a line for each row of the kernel, and their sum.
  private func sum(_ x: Int, _ y: Int) -> any Block {
    let whole = Plane(width: kernel.width, height: kernel.height, values: kernel.numerators)
    let weights = NumberText.cells(whole)
    let pixels = NumberText.cells(picture)
    var total: Float = 0
    var lines: [[any Block]] = []
    for row in 0..<kernel.height {
      var products: [String] = []
      for column in 0..<kernel.width {
        total += kernel.numerators[row * kernel.width + column] * picture[y + row, x + column]
        products.append("\(pixels[y + row][x + column])·\(weights[row][column])")
      }
      lines.append([Text(row > 0 ? "+" : ""), Text(products.joined(separator: " + "))])
    }
    let sum = NumberText.short(Double(total), decimals: 3)
    let result =
      kernel.divisor == 1
      ? "= " + sum
      : "= \(sum) / \(NumberText.short(Double(kernel.divisor))) = \(NumberText.short(Double(map[y, x]), decimals: 3))"
    return Row(
      [
        Grid(lines, columnSpacing: 5, rowSpacing: 2, horizontal: [.trailing, .leading]),
        Text(result, Font(12, bold: true), .second),
      ], spacing: 12)
  }
}
