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

  /// Beyond what singular values are computed for at once: the products are found by elimination.
  @Test(arguments: [(61, 47), (40, 201), (129, 129)], [1, 2, 5])
  func largeKernelsOfLowRank(size: (Int, Int), rank: Int) throws {
    let (width, height) = size
    var weights = [Double](repeating: 0, count: width * height)
    var squares = 0.0
    for part in 1...rank {
      // Waves of whole periods are orthogonal, so that the singular values are the factors times the norms.
      for i in 0..<height {
        for j in 0..<width {
          let phase = Double(i * part) / Double(height)
          let column = 1 - 2 * ((2 * phase).rounded(.down).truncatingRemainder(dividingBy: 2))
          weights[i * width + j] += column * Double(j % (part + 1)) / Double(part * part)
        }
      }
    }
    for weight in weights { squares += weight * weight }
    let factors = KernelFactorization(try Kernel(width: width, height: height, numerators: weights.map(Float.init)))
    #expect(factors.isComplete)
    #expect(factors.rank.map { $0 <= rank } == true)
    #expect(factors.singularValues.count == min(width, height))
    // Squares of the singular values sum to those of the weights.
    let sum = factors.singularValues.reduce(0) { $0 + $1 * $1 }
    #expect(abs(sum - squares) < 1e-6 * squares)
    #expect(factors.error < 1e-6 * Double(width * height))
  }

  /// A large kernel of full rank: the search ends and says so.
  @Test func theSearchIsBounded() throws {
    var noise = Noise(seed: 4)
    let side = 257
    let kernel = try Kernel(width: side, height: side, numerators: (0..<side * side).map { _ in noise.unit() - 0.5 })
    let factors = KernelFactorization(kernel)
    #expect(!factors.isComplete && factors.rank == nil && factors.parts.isEmpty)
    #expect(factors.leastRank == 49)
  }
}
