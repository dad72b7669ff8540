import ConvolutionCore
import Testing

/// The fast path against the definition, bit for bit.
@Suite struct FastConvolutionTests {
  @Test(arguments: kernelSizes, InstructionSet.supported)
  func hasTheBitsOfTheReference(kernelSize: Size, set: InstructionSet) throws {
    var generator = Noise(seed: 7)
    let kernel = try generator.kernel(kernelSize)
    for pictureSize in pictureSizes {
      let plane = generator.plane(pictureSize)
      for convolution in everyConvolution {
        guard let expected = try? convolution.reference(plane, with: kernel) else {
          #expect(throws: ConvolutionError.self) {
            try ConvolutionPlan(convolution, kernel: kernel, source: plane.size)
          }
          continue
        }
        let plan = try ConvolutionPlan(
          convolution, kernel: kernel, source: plane.size, method: .direct, instructionSet: set)
        #expect(plan.instructionSet == set)
        #expect(plan.errorBound == 0)
        let found = plan.map(of: plane)
        if found != expected {
          Issue.record("\(convolution) of \(kernelSize) on \(pictureSize) with \(set)")
          return
        }
      }
    }
  }

  /// A map larger than the caches is stored past them, in vectors that are aligned.
  @Test(arguments: InstructionSet.supported, [(2531, 2531), (3200, 2048)])
  func storesLargeMapsWhole(set: InstructionSet, size: (width: Int, height: Int)) throws {
    var generator = Noise(seed: 8)
    let kernel = try generator.kernel(Size(width: 3, height: 3))
    let plane = generator.plane(Size(width: size.width, height: size.height))
    let plan = try ConvolutionPlan(Convolution(), kernel: kernel, source: plane.size, instructionSet: set)
    #expect(try plan.map(of: plane) == Convolution().reference(plane, with: kernel))
  }
}
