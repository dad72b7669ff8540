import ConvolutionCore
import Testing

struct CellTraceTests {
  /// Direct and low-rank sums, every border and padding: the trace ends in the bits of the map.
  @Test(arguments: [Size(width: 3, height: 3), Size(width: 2, height: 5), Size(width: 9, height: 9)])
  func theTraceEndsInTheValueOfTheMap(kernelSize: Size) throws {
    var noise = Noise(seed: 5)
    let column = try noise.kernel(Size(width: 1, height: kernelSize.height)).numerators
    let row = try noise.kernel(Size(width: kernelSize.width, height: 1)).numerators
    let kernels = try [
      noise.kernel(kernelSize),
      Kernel(
        width: kernelSize.width, height: kernelSize.height, numerators: column.flatMap { a in row.map { a * $0 } },
        divisor: 3),
    ]
    let plane = noise.plane(Size(width: 23, height: 14))
    for convolution in everyConvolution {
      for kernel in kernels {
        guard let plan = try? ConvolutionPlan(convolution, kernel: kernel, source: plane.size) else { continue }
        let map = try convolution.apply(plane, with: kernel)
        for y in stride(from: 0, to: map.height, by: 3) {
          for x in 0..<map.width where (x + y) % 2 == 0 {
            let trace = plan.trace(plane, row: y, column: x)
            guard trace.value.bitPattern == map[y, x].bitPattern else {
              Issue.record("\(convolution) \(kernel.size), row \(y), column \(x): \(trace.value), not \(map[y, x])")
              return
            }
          }
        }
      }
    }
  }

  /// 1·10 + 2·20 + 3·0 beyond a zero border, over 2, plus 5.
  @Test func theTraceNamesPixelsProductsAndSums() throws {
    let kernel = try Kernel(width: 3, height: 1, numerators: [3, 1, 2], divisor: 2)
    let plane = Plane(width: 2, height: 1, values: [10, 20])
    let plan = try ConvolutionPlan(Convolution(border: .zero, bias: 5), kernel: kernel, source: plane.size)
    let trace = plan.trace(plane, row: 0, column: 0)
    #expect(trace.taps.map(\.column) == [nil, 0, 1])
    #expect(trace.taps.map(\.row) == [nil, 0, 0])
    #expect(trace.taps.map(\.product) == [0, 10, 40])
    #expect(trace.sums == [0, 10, 50])
    #expect(trace.columns.isEmpty)
    #expect(trace.value == 30)
  }

  /// A large separable kernel is summed column by column, and says so.
  @Test func theTraceOfASeparableKernelHoldsColumnSums() throws {
    let kernel = try Kernel(width: 9, height: 9, numerators: [Float](repeating: 1, count: 81), divisor: 81)
    let plane = Plane(width: 9, height: 9, values: (0..<81).map { Float($0) })
    let trace = try ConvolutionPlan(Convolution(padding: .valid), kernel: kernel, source: plane.size)
      .trace(plane, row: 0, column: 0)
    #expect(trace.columns.map(\.value) == (0..<9).map { Float(9 * $0 + 324) })
    #expect(trace.sums.last == 3240)
    #expect(trace.value == 40)
  }
}
