import ConvolutionCore
import Testing

/// Convolution of 8-bit rows against the rounded reference, byte for byte.
@Suite struct ByteConvolutionTests {
  /// Whole numbers that stay in 16 bits, whole numbers that do not, and fractions.
  enum Weights: CaseIterable { case small, wide, large, fractions }

  private static func kernel(_ size: Size, _ weights: Weights, _ noise: inout Noise) throws -> Kernel {
    let count = size.width * size.height
    let numbers = (0..<count).map { _ in
      switch weights {
      case .small: (noise.unit() * 128 / Float(count) * 2).rounded(.down) - (128 / Float(count)).rounded(.down)
      case .wide: (noise.unit() * 257 / Float(count)).rounded(.down)
      case .large: (noise.unit() * 200).rounded() - 100
      case .fractions: noise.unit() - 0.3
      }
    }
    let divisor: Float = weights == .small ? 1 : weights == .fractions ? 2 : max(1, numbers.reduce(0, +).magnitude)
    return try Kernel(width: size.width, height: size.height, numerators: numbers, divisor: divisor)
  }

  @Test(arguments: kernelSizes, Weights.allCases)
  func equalsTheRoundedReference(kernelSize: Size, weights: Weights) throws {
    var noise = Noise(seed: 5)
    let kernel = try Self.kernel(kernelSize, weights, &noise)
    for pictureSize in pictureSizes {
      let bytes = (0..<pictureSize.width * pictureSize.height).map { _ in UInt8(truncatingIfNeeded: noise.next() >> 9) }
      let plane = Plane(width: pictureSize.width, height: pictureSize.height, values: bytes.map(Float.init))
      for convolution in everyConvolution {
        guard let reference = try? convolution.reference(plane, with: kernel) else { continue }
        let expected = reference.values.map { UInt8(min(max($0, 0), 255).rounded(.toNearestOrEven)) }
        for set in InstructionSet.supported {
          let plan = try ByteConvolution(convolution, kernel: kernel, source: plane.size, instructionSet: set)
          if weights == .large && kernelSize.width > 4 { #expect(!plan.isSummedInShorts) }
          if weights == .small || weights == .wide { #expect(plan.isSummedInShorts) }
          if plan.map(of: bytes) != expected {
            Issue.record("\(convolution) of \(kernel) on \(pictureSize) with \(set)")
            return
          }
        }
      }
    }
  }

  /// 3×3 with the largest weights that fit eight bits, the first that do not, and sums and biases at the ends of 16 bits.
  @Test(
    arguments: [
      [-128, 0, 0, 0, 127, 0, 0, 0, 0], [0, 0, 128, 0, 0, 0, -128, 0, 0], [-64, -64, 0, 0, 0, 0, 0, 64, 64],
      [1, 2, 3, -4, 5, -6, 7, -8, 9], [-1, -1, -1, -1, 8, -1, -1, -1, -1], [0, 0, 0, 0, 1, 0, 0, 0, 0],
    ] as [[Float]], [0, 5, -300, 32_000, -32_000] as [Float])
  func threeByThree(weights: [Float], bias: Float) throws {
    var noise = Noise(seed: 8)
    let kernel = try Kernel(width: 3, height: 3, numerators: weights)
    for size in [Size(width: 3, height: 5), Size(width: 131, height: 10), Size(width: 190, height: 7)] {
      let bytes = (0..<size.width * size.height).map { _ in
        noise.unit() < 0.3 ? 255 : UInt8(truncatingIfNeeded: noise.next() >> 9)
      }
      let plane = Plane(width: size.width, height: size.height, values: bytes.map(Float.init))
      for padding in [Padding.same, .valid, .full] {
        let convolution = Convolution(padding: padding, bias: bias)
        let reference = try convolution.reference(plane, with: kernel)
        let expected = reference.values.map { UInt8(min(max($0, 0), 255)) }
        for set in InstructionSet.supported {
          let plan = try ByteConvolution(convolution, kernel: kernel, source: size, instructionSet: set)
          #expect(plan.isSummedInShorts)
          #expect(plan.map(of: bytes) == expected)
        }
      }
    }
  }

  /// Ties go to the even neighbour, and a sum of 255 · 257 fills the 16 bits.
  @Test func roundsHalvesToEven() throws {
    let half = try Kernel(width: 1, height: 1, numerators: [1], divisor: 2)
    let picture: [UInt8] = [0, 1, 2, 3, 4, 5, 253, 255]
    let plan = try ByteConvolution(Convolution(), kernel: half, source: Size(width: 8, height: 1))
    #expect(picture.withUnsafeBufferPointer { plan.apply(to: $0) } == [0, 0, 1, 2, 2, 2, 126, 128])
    let full = try Kernel(width: 2, height: 1, numerators: [-200, 57], divisor: 1)
    let wide = try ByteConvolution(Convolution(padding: .valid), kernel: full, source: Size(width: 2, height: 1))
    #expect(wide.isSummedInShorts)
    #expect([0, 255].withUnsafeBufferPointer { wide.apply(to: $0) } == [255])
    #expect([1, 4].withUnsafeBufferPointer { wide.apply(to: $0) } == [28])
    #expect([255, 255].withUnsafeBufferPointer { wide.apply(to: $0) } == [0])
  }
}

extension ByteConvolution {
  /// The whole map, in bands of odd sizes, each given just the rows that it asks for.
  func map(of picture: [UInt8]) -> [UInt8] {
    let rowLength = output.width + 3
    var result = [UInt8](repeating: 99, count: output.height * rowLength)
    picture.withUnsafeBufferPointer { picture in
      result.withUnsafeMutableBufferPointer { result in
        guard let pixels = picture.baseAddress, let map = result.baseAddress else { return }
        var y = 0
        var bandRows = 1
        while y < output.height {
          let rows = y..<min(output.height, y + bandRows)
          let lines = sourceRows(for: rows).map { pixels + $0 * source.width }
          apply(to: lines, rows: rows, into: map + y * rowLength, rowLength: rowLength)
          y = rows.upperBound
          bandRows += 2
        }
      }
    }
    return (0..<output.height).flatMap { result[$0 * rowLength..<$0 * rowLength + output.width] }
  }
}
