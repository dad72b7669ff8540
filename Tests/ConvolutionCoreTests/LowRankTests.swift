import ConvolutionCore
import Testing

/// Kernels summed by columns and rows against the definition.
@Suite struct LowRankTests {
  /// The last is tall enough for sixteen rows at once.
  private static let sizes = [(5, 5), (7, 6), (9, 15), (15, 15), (31, 8), (6, 67)].map {
    Size(width: $0.0, height: $0.1)
  }
  /// One that fills several blocks of columns, and odd ones.
  private static let pictures = [(1, 7), (33, 31), (129, 6), (1120, 5), (2200, 3)].map {
    Size(width: $0.0, height: $0.1)
  }

  @Test(arguments: sizes, 1...2)
  func staysWithinTheStatedBound(size: Size, rank: Int) throws {
    var noise = Noise(seed: 21)
    let kernel = try noise.lowRankKernel(size, rank: rank, whole: false)
    let weightSum = kernel.numerators.reduce(0.0) { $0 + Double($1.magnitude) } / Double(kernel.divisor)
    var passes = 0
    for pictureSize in Self.pictures {
      let plane = noise.plane(pictureSize)
      for convolution in everyConvolution {
        guard let expected = try? convolution.reference(plane, with: kernel) else { continue }
        for set in InstructionSet.supported {
          let plan = try ConvolutionPlan(convolution, kernel: kernel, source: plane.size, instructionSet: set)
          if plan.errorBound > 0 { passes += 1 }
          #expect(plan.errorBound < 3e-5 * weightSum)
          let found = plan.map(of: plane)
          let bound = Float(plan.errorBound * 255)
          if zip(found.values, expected.values).contains(where: { !(($0 - $1).magnitude <= bound) }) {
            Issue.record("\(convolution) of \(size) on \(pictureSize) with \(set)")
            return
          }
        }
      }
    }
    #expect(passes > 0 || rank == 2)
  }

  /// Whole numbers stay exact, as floats, as bytes, and as doubles where their sums are too large for floats.
  @Test(arguments: sizes, [(1, false), (1, true), (2, false), (3, true)])
  func wholeNumbersAreExact(size: Size, parts: (rank: Int, isLarge: Bool)) throws {
    var noise = Noise(seed: 22)
    let small = try noise.lowRankKernel(size, rank: parts.rank, whole: true)
    let scale: Float = parts.isLarge ? 65_521 : 1
    let kernel = try Kernel(
      width: size.width, height: size.height, numerators: small.numerators.map { $0 * scale },
      divisor: small.divisor * scale)
    #expect(kernel.isExactOnBytes == !parts.isLarge)
    for pictureSize in Self.pictures {
      let bytes = (0..<pictureSize.width * pictureSize.height).map { _ in UInt8(truncatingIfNeeded: noise.next() >> 9) }
      let plane = Plane(width: pictureSize.width, height: pictureSize.height, values: bytes.map(Float.init))
      for convolution in everyConvolution {
        guard let expected = try? convolution.reference(plane, with: kernel) else { continue }
        let rounded = expected.values.map { UInt8(min(max($0, 0), 255).rounded(.toNearestOrEven)) }
        for set in InstructionSet.supported {
          let plan = try ConvolutionPlan(convolution, kernel: kernel, source: plane.size, instructionSet: set)
          let shorts = try ByteConvolution(convolution, kernel: kernel, source: plane.size, instructionSet: set)
          if plan.map(of: plane) != expected || shorts.map(of: bytes) != rounded {
            Issue.record("\(convolution) of \(size) on \(pictureSize) with \(set)")
            return
          }
        }
      }
    }
  }

  /// Fractions on bytes: a value that lies very near to a half may go to its other side, never further.
  @Test(arguments: sizes)
  func fractionsOnBytesStayWithinTheBound(size: Size) throws {
    var noise = Noise(seed: 23)
    let kernel = try noise.lowRankKernel(size, rank: 1, whole: false)
    let pictureSize = Size(width: 1300, height: 9)
    let bytes = (0..<pictureSize.width * pictureSize.height).map { _ in UInt8(truncatingIfNeeded: noise.next() >> 9) }
    let plane = Plane(width: pictureSize.width, height: pictureSize.height, values: bytes.map(Float.init))
    for convolution in everyConvolution {
      guard let expected = try? convolution.reference(plane, with: kernel) else { continue }
      let plan = try ByteConvolution(convolution, kernel: kernel, source: plane.size)
      let bound = 0.5 + Float(plan.errorBound * 255)
      let found = plan.map(of: bytes)
      #expect(
        zip(found, expected.values).allSatisfy { byte, value in
          (Float(byte) - min(max(value, 0), 255)).magnitude <= bound
        })
    }
  }
}
