import ConvolutionCore
import Testing

@Suite struct PaddingTests {
  /// n, kernel, stride, dilation, before, after, positions: as TensorFlow's documentation of `padding="SAME"` computes them.
  @Test(arguments: [
    (224, 3, 2, 1, 0, 1, 112), (224, 7, 2, 1, 2, 3, 112), (225, 3, 2, 1, 1, 1, 113), (5, 2, 1, 1, 0, 1, 5),
    (10, 3, 3, 1, 1, 1, 4), (13, 6, 5, 1, 1, 2, 3), (7, 1, 3, 1, 0, 0, 3), (28, 5, 1, 2, 4, 4, 28),
    (9, 3, 2, 2, 2, 2, 5), (1, 3, 2, 1, 1, 1, 1),
  ])
  func stridedSameIsTensorFlows(
    _ n: Int, _ kernel: Int, _ stride: Int, _ dilation: Int, _ before: Int, _ after: Int, _ positions: Int
  ) throws {
    let convolution = Convolution(stride: stride, padding: .sameStrided, dilation: dilation)
    for axis in [Padding.Axis.x, .y] {
      let amounts = convolution.padding.amounts(
        along: axis, length: n, kernel: kernel, stride: stride, dilation: dilation)
      #expect(amounts.before == before && amounts.after == after)
    }
    let size = try convolution.outputSize(
      of: Size(width: n, height: n), kernel: Size(width: kernel, height: kernel))
    #expect(size == Size(width: positions, height: positions))
  }

  @Test func eachSideHasItsOwn() throws {
    let sides = Padding.sides(top: 1, right: 2, bottom: 3, left: 4)
    let plane = Plane(width: 3, height: 2, values: [1, 2, 3, 4, 5, 6])
    let one = try Kernel(width: 1, height: 1, numerators: [1])
    let map = try Convolution(padding: sides, border: .zero).apply(plane, with: one)
    #expect(map.size == Size(width: 9, height: 6))
    #expect(map.values[9..<18].elementsEqual([0, 0, 0, 0, 1, 2, 3, 0, 0]))
    #expect(map.values[..<9].allSatisfy { $0 == 0 } && map.values[27...].allSatisfy { $0 == 0 })
    #expect(throws: ConvolutionError.paddingNegative(-1)) {
      try Convolution(padding: .sides(top: 0, right: 0, bottom: -1, left: 0)).apply(plane, with: one)
    }
    #expect(throws: ConvolutionError.paddingTooLarge(70_000)) {
      try Convolution(padding: .sides(top: 0, right: 70_000, bottom: 0, left: 0)).apply(plane, with: one)
    }
  }

  @Test(arguments: [Padding.sides(top: 0, right: 3, bottom: 1, left: 2), .sameStrided])
  func theFastPathKnowsThem(_ padding: Padding) throws {
    var noise = Noise(seed: 9)
    for stride in 1...3 {
      for border in Border.allCases {
        let convolution = Convolution(stride: stride, padding: padding, border: border, dilation: stride == 2 ? 2 : 1)
        let plane = noise.plane(Size(width: 33, height: 31))
        let kernel = try Kernel(width: 3, height: 4, numerators: (0..<12).map { Float($0 % 5) - 2 })
        let (fast, slow) = (try convolution.apply(plane, with: kernel), try convolution.reference(plane, with: kernel))
        #expect(fast.size == slow.size)
        #expect(zip(fast.values, slow.values).allSatisfy { abs($0 - $1) <= 1e-2 })
      }
    }
  }
}
