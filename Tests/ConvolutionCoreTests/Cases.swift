import ConvolutionCore

// What the cross products of the tests are made of.

let kernelSizes = [
  (1, 1), (2, 2), (3, 3), (3, 2), (2, 5), (5, 5), (4, 4), (7, 7), (9, 1), (1, 9), (15, 15), (1, 2), (35, 3),
].map { Size(width: $0.0, height: $0.1) }

let pictureSizes = [(1, 1), (1, 7), (5, 3), (17, 13), (33, 31), (70, 9), (129, 6)].map {
  Size(width: $0.0, height: $0.1)
}

let everyConvolution: [Convolution] = {
  var all: [Convolution] = []
  for stride in 1...3 {
    for dilation in 1...2 {
      for padding in [Padding.valid, .same, .full, .explicit(2), .explicit(9)] {
        for border in Border.allCases {
          let flip = (stride + dilation) % 2 == 1
          all.append(
            Convolution(
              stride: stride, padding: padding, border: border, dilation: dilation, bias: flip ? 0 : -3.5, flip: flip))
        }
      }
    }
  }
  return all
}()

extension InstructionSet {
  /// Those this processor has.
  static var supported: [InstructionSet] { allCases.filter(\.isSupported) }
}

/// Pictures and kernels that are the same in every run.
struct Noise {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func next() -> UInt64 { generator.next() }

  /// A number in 0..<1.
  mutating func unit() -> Float { Float(generator.next() >> 40) / 16_777_216 }

  /// Values with fractions in 0..<255.
  mutating func plane(_ size: Size) -> Plane {
    Plane(
      width: size.width, height: size.height, values: (0..<size.width * size.height).map { _ in unit() * 255 })
  }

  /// Weights with fractions in −1..<1 over a divisor that is no power of two.
  mutating func kernel(_ size: Size) throws -> Kernel {
    try Kernel(
      width: size.width, height: size.height,
      numerators: (0..<size.width * size.height).map { _ in unit() * 2 - 1 }, divisor: 3)
  }

  /// A sum of `rank` products of whole numbers in −2...2 or of fractions, over a divisor.
  mutating func lowRankKernel(_ size: Size, rank: Int, whole: Bool) throws -> Kernel {
    var numerators = [Float](repeating: 0, count: size.width * size.height)
    for _ in 0..<rank {
      let column = (0..<size.height).map { _ in whole ? (unit() * 4).rounded() - 2 : unit() * 2 - 1 }
      let row = (0..<size.width).map { _ in whole ? (unit() * 4).rounded() - 2 : unit() * 2 - 1 }
      for index in numerators.indices { numerators[index] += column[index / size.width] * row[index % size.width] }
    }
    return try Kernel(width: size.width, height: size.height, numerators: numerators, divisor: 7)
  }
}

extension ConvolutionPlan {
  /// The whole map, in bands of odd sizes.
  func map(of plane: Plane) -> Plane {
    var result = Plane(width: output.width, height: output.height, repeating: .nan)
    plane.values.withUnsafeBufferPointer { picture in
      result.values.withUnsafeMutableBufferPointer { values in
        var y = 0
        var bandRows = 1
        while y < output.height {
          let rows = y..<min(output.height, y + bandRows)
          apply(
            to: picture, rows: rows,
            into: UnsafeMutableBufferPointer(
              rebasing: values[rows.lowerBound * output.width..<rows.upperBound * output.width]))
          y = rows.upperBound
          bandRows += 2
        }
      }
    }
    return result
  }
}
