import Charts
import ConvolutionCore
import DrawingKit

extension Figure {
  /// A kernel's matrix, its response to a step, and what it does to each frequency: `cnnlab kernels NAME --picture`.
  /// - Throws: `ConvolutionError` when the kernel cannot be applied.
  public static func kernelCard(_ kernel: Kernel, name: String) throws(ConvolutionError) -> Figure {
    let steps = try stepResponse(kernel)
    let content = Row(
      [
        Column([KernelMatrix(kernel), matrixLegend(kernel)], spacing: 8).headed("Weights"),
        steps.headed("Response to a step"),
        frequencies(kernel).headed("Frequency response"),
      ], spacing: 24, alignment: .leading)
    return Figure(title: "The kernel \(name)", Column([Text(name, .title), content], spacing: 10))
  }

  private static func matrixLegend(_ kernel: Kernel) -> any Block {
    var sum = 0.0
    for value in kernel.numerators { sum += Double(value) }
    return Text(
      "\(kernel.height) × \(kernel.width), sum \(NumberText.short(sum / Double(kernel.divisor), decimals: 3))", .small,
      .faint)
  }

  private static func stepResponse(_ kernel: Kernel) throws(ConvolutionError) -> any Block {
    let reach = max(kernel.width, kernel.height) / 2 + 3
    let side = 2 * reach + 1
    var upright = Plane(width: side, height: side)
    var level = upright
    for y in 0..<side {
      for x in 0..<side {
        upright[y, x] = x >= reach ? 1 : 0
        level[y, x] = y >= reach ? 1 : 0
      }
    }
    let convolution = Convolution(padding: .same, border: .replicate)
    let across = try convolution.reference(upright, with: kernel)
    let down = try convolution.reference(level, with: kernel)
    func points(_ value: (Int) -> Float) -> [Point] {
      (0..<side).map { Point(Double($0 - reach), Double(value($0))) }
    }
    let (inX, inY) = (points { across[reach, $0] }, points { down[$0, reach] })
    var lines = [Series("step", points { $0 >= reach ? 1 : 0 }, category: 6, isDashed: true)]
    if inX == inY {
      lines.append(Series("across it, in x as in y", inX, category: 0, hasMarks: true))
    } else {
      lines.append(Series("across it, in x", inX, category: 0, hasMarks: true))
      lines.append(Series("in y", inY, category: 1, hasMarks: true))
    }
    let every = reach <= 5 ? 2 : reach <= 10 ? 4 : 10
    let marks = stride(from: -(reach / every) * every, through: reach, by: every).map(Double.init)
    let horizontal = Axis(
      "pixels from the step", from: Double(-reach), to: Double(reach), ticks: marks, decimals: 0)
    let vertical = Axis("", holding: lines.flatMap { $0.points.map(\.y) })
    return LinePlot(lines, horizontal: horizontal, vertical: vertical, width: 190, height: 130)
  }

  private static func frequencies(_ kernel: Kernel) -> any Block {
    let magnitude = FrequencyResponse(of: kernel).magnitude
    let highest = magnitude.limit
    let map = ColourMap.gray(0, highest)
    return Column(
      [
        Framed(
          Pixels(.map(magnitude, map), width: 130), left: "cycles per pixel in y", below: "cycles per pixel in x",
          range: ("−½", "½")),
        ColourBar(.map(map), length: 110),
      ], spacing: 6)
  }
}
