import ConvolutionCore
import KernelFiles
import Testing

private func weights(_ name: String) throws -> (size: Size, values: [Double]) {
  let kernel = try KernelLibrary.kernel(named: name).kernel
  return (kernel.size, kernel.numerators.map { Double($0) / Double(kernel.divisor) })
}

struct KernelFamilyTests {
  @Test(arguments: KernelLibrary.families.map(\.example))
  func everyExampleIsAMember(_ example: String) throws {
    #expect(try KernelLibrary.kernel(named: example).name == example)
  }

  @Test(arguments: [
    ("gaussian:1", 7, 1, 1e-6), ("gaussian:0.5", 5, 1, 1e-6), ("gaussian:1:4", 4, 1, 1e-6),
    ("gaussian:20", 121, 1, 1e-5), ("box:5", 5, 1, 0), ("box:4", 4, 1, 0), ("disk:3", 7, 1, 0), ("disk:0", 1, 1, 0),
    ("disk:1.5", 3, 1, 0), ("log:1.4", 13, 0, 1e-6), ("dog:1", 11, 0, 1e-6), ("gabor:30:4", 29, 0, 1e-6),
    ("unsharp:1:0.8", 7, 1, 1e-6), ("unsharp:2:0", 13, 1, 0),
  ])
  func sizesAndSums(_ name: String, _ side: Int, _ sum: Double, _ tolerance: Double) throws {
    let (size, values) = try weights(name)
    #expect(size == Size(width: side, height: side))
    #expect(abs(values.reduce(0, +) - sum) <= tolerance + 1e-12)
  }

  /// exp(−1/2) = 0.60653 and exp(−1) = 0.36788, over 1 + 4·0.60653 + 4·0.36788 = 4.89764.
  @Test func gaussianOfThree() throws {
    let (_, values) = try weights("gaussian:1:3")
    for (value, expected) in zip(values, [0.0751136, 0.1238414, 0.0751136, 0.1238414, 0.2041800]) {
      #expect(abs(value - expected) < 1e-6)
    }
  }

  @Test(
    arguments: [
      ("box:3", 3, 3, [1, 1, 1, 1, 1, 1, 1, 1, 1], 9),
      ("disk:1", 3, 3, [0, 1, 0, 1, 1, 1, 0, 1, 0], 5),
      ("disk:1.5", 3, 3, [1, 1, 1, 1, 1, 1, 1, 1, 1], 9),
      ("motion:3:0", 3, 1, [1, 1, 1], 3),
      ("motion:3:180", 3, 1, [1, 1, 1], 3),
      ("motion:3:90", 1, 3, [1, 1, 1], 3),
      ("motion:2:0", 3, 1, [0.5, 1, 0.5], 2),
      ("motion:1:33", 1, 1, [1], 1),
    ] as [(String, Int, Int, [Float], Float)])
  func wholeNumbers(_ name: String, _ width: Int, _ height: Int, _ numerators: [Float], _ divisor: Float) throws {
    let kernel = try KernelLibrary.kernel(named: name).kernel
    #expect(try kernel == Kernel(width: width, height: height, numerators: numerators, divisor: divisor))
  }

  /// 45° rises to the right: the upper right corner holds weight, the upper left none.
  @Test func motionTurnsAnticlockwise() throws {
    let (size, values) = try weights("motion:5:45")
    #expect(size == Size(width: 5, height: 5))
    #expect(values[0] == 0 && values[4] > 0)
    #expect(abs(values.reduce(0, +) - 1) < 1e-6)
  }

  @Test(arguments: ["gabor:0:4", "gabor:45:6:90", "gabor:135:5:45", "random:5:1", "random:3:2"])
  func unitNorm(_ name: String) throws {
    let (_, values) = try weights(name)
    #expect(abs(values.reduce(0) { $0 + $1 * $1 } - 1) < 1e-6)
  }

  @Test func gaborIsEvenOrOddByItsPhase() throws {
    let even = try weights("gabor:30:6:0").values
    let odd = try weights("gabor:30:6:90").values
    for (first, last) in zip(even, even.reversed()) { #expect(abs(first - last) < 1e-7) }
    for (first, last) in zip(odd, odd.reversed()) { #expect(abs(first + last) < 1e-7) }
  }

  /// The mean curvature that log:σ reports for x²/2 is 1, but for what its window cuts off.
  @Test func laplacianOfGaussianMeasuresCurvature() throws {
    let (size, values) = try weights("log:2")
    var response = 0.0
    for index in values.indices {
      let x = Double(index % size.width - size.width / 2)
      response += values[index] * x * x / 2
    }
    #expect(abs(response - 1) < 0.05)
  }

  @Test func randomKernelsDependOnTheirSeedAlone() throws {
    let first = try KernelLibrary.kernel(named: "random:5:1").kernel
    #expect(try KernelLibrary.kernel(named: "random:5:1").kernel == first)
    #expect(try KernelLibrary.kernel(named: "random:5:2").kernel != first)
  }
}
