import ConvolutionCore
import Testing

@Suite struct ConvolutionErrorTests {
  @Test(
    arguments: [
      (Convolution(stride: 0), "the stride is 0: it must be 1 or more"),
      (Convolution(stride: 70_000), "the stride is 70000: it must be 65535 or less"),
      (Convolution(dilation: 0), "the dilation is 0: it must be 1 or more, where 1 leaves the kernel as it is"),
      (Convolution(dilation: .max), "the dilation is 9223372036854775807: it must be 65535 or less"),
      (Convolution(padding: .explicit(-1)), "the padding is -1: it must be 0 or more"),
      (Convolution(padding: .explicit(.max)), "the padding is 9223372036854775807: it must be 65535 or less"),
      (
        Convolution(padding: .explicit(65_535)),
        "the map would be 131069×131069: it may have 2147483647 values at most; use less padding"
      ),
      (
        Convolution(padding: .valid),
        "the kernel is 5×5 but the picture is 3×3: use a smaller kernel, or padding that keeps the size"
      ),
      (
        Convolution(padding: .explicit(1), dilation: 2),
        "the kernel is 9×9 but the picture is 3×3, 5×5 with its padding: use a smaller kernel, or padding that keeps the size"
      ),
    ] as [(Convolution, String)])
  func wording(convolution: Convolution, message: String) throws {
    let kernel = try Kernel(width: 5, height: 5, numerators: [Float](repeating: 1, count: 25))
    let error = #expect(throws: ConvolutionError.self) {
      try convolution.apply(Plane(width: 3, height: 3), with: kernel)
    }
    #expect(error?.description == message)
  }

  @Test(
    arguments: [
      (0, 3, [], 1, "the kernel is empty: it needs at least one row and one column"),
      (2, 2, [1, 2, 3], 1, "3 weights were given for a kernel of 2×2: it takes 4"),
      (
        2, 1, [1, .nan], 1,
        "the weight in row 1, column 2 is not a finite number: weights are numbers such as 2, -0.5 or 1/9"
      ),
      (
        1, 1, [1], 0,
        "the kernel's divisor is not a positive number: leave it out, or turn the signs of the weights instead"
      ),
    ] as [(Int, Int, [Float], Float, String)])
  func kernelWording(width: Int, height: Int, numerators: [Float], divisor: Float, message: String) {
    let error = #expect(throws: ConvolutionError.self) {
      try Kernel(width: width, height: height, numerators: numerators, divisor: divisor)
    }
    #expect(error?.description == message)
  }

  @Test func anEmptyPictureIsAnError() throws {
    let kernel = try Kernel(width: 1, height: 1, numerators: [1])
    #expect(throws: ConvolutionError.emptyPlane) {
      try Convolution().apply(Plane(width: 0, height: 4), with: kernel)
    }
  }
}
