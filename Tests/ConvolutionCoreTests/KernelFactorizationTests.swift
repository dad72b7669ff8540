import ConvolutionCore
import Testing

@Suite struct KernelFactorizationTests {
  @Test(
    arguments: [
      ([-1, 0, 1, -2, 0, 2, -1, 0, 1], [1, 2, 1], [-1, 0, 1]),
      ([1, 2, 1, 2, 4, 2, 1, 2, 1], [1, 2, 1], [1, 2, 1]),
      ([0, 0, 0, 6, -4, 2, 3, -2, 1], [0, 2, 1], [3, -2, 1]),
      ([0, 0, 0, 0, 5, 0, 0, 0, 0], [0, 5, 0], [0, 1, 0]),
    ] as [([Float], [Float], [Float])])
  func wholeNumbersStayWhole(numerators: [Float], column: [Float], row: [Float]) throws {
    let factors = KernelFactorization(try Kernel(width: 3, height: 3, numerators: numerators, divisor: 7))
    #expect(factors.isExact)
    #expect(factors.error == 0)
    #expect(factors.parts == [KernelFactorization.Part(column: column, row: row)])
  }

  @Test(
    arguments: [
      ([0, 0, 0, 0], 0), ([1, 0, 0, 1], 2), ([1, 2, 2, 4], 1), ([1, 0, 0, 0], 1),
    ] as [([Float], Int)])
  func ranks(numerators: [Float], rank: Int) throws {
    #expect(KernelFactorization(try Kernel(width: 2, height: 2, numerators: numerators)).rank == rank)
  }

  /// The edge kernel 8, −1 has rank 2.
  @Test func singularValuesOfTheEdgeKernel() throws {
    let kernel = try Kernel(width: 3, height: 3, numerators: [-1, -1, -1, -1, 8, -1, -1, -1, -1])
    let factors = KernelFactorization(kernel)
    #expect(factors.rank == 2)
    // The eigenvalues of this symmetric matrix are 0 and those of [[-2, -√2], [-√2, 8]]: 3 ± √27.
    #expect(abs(factors.singularValues[0] - (3 + 27.0.squareRoot())) < 1e-12)
    #expect(abs(factors.singularValues[1] - (27.0.squareRoot() - 3)) < 1e-12)
    #expect(factors.singularValues[2] < 1e-12)
  }

  /// Sums of r products have rank r, and their parts make them again.
  @Test(arguments: [(3, 3), (7, 5), (5, 7), (15, 15), (1, 9), (9, 1), (2, 6)], 1...4)
  func partsMakeTheKernel(size: (Int, Int), rank: Int) throws {
    let (width, height) = size
    var noise = Noise(seed: 11)
    var weights = [Double](repeating: 0, count: width * height)
    for _ in 0..<rank {
      let row = (0..<width).map { _ in Double(noise.unit()) - 0.5 }
      let column = (0..<height).map { _ in Double(noise.unit()) - 0.5 }
      for i in 0..<height {
        for j in 0..<width { weights[i * width + j] += column[i] * row[j] }
      }
    }
    let kernel = try Kernel(width: width, height: height, numerators: weights.map(Float.init))
    let factors = KernelFactorization(kernel)
    #expect(factors.rank == min(rank, width, height))
    #expect(factors.singularValues.count == min(width, height))
    #expect(factors.error < 1e-6 * Double(width * height))
    for i in 0..<height {
      for j in 0..<width {
        let product = factors.parts.reduce(Float(0)) { $0 + $1.column[i] * $1.row[j] }
        #expect(abs(product - kernel[i, j]) < 1e-6)
      }
    }
  }
}
