import Comparison
import Testing

@Suite struct StatisticsTests {
  @Test(arguments: [
    ([1.0, 1, 1, 1, 1, 1, 1, 1, 1], 1.0, 1.0, 1.0),  // box
    ([-1.0, 0, 1, -2, 0, 2, -1, 0, 1], 0, 1, 0),  // Sobel
    ([0.0, 1, 0, 1, -4, 1, 0, 1, 0], 0, 0.989_897_948_556_636, 1),  // Laplacian: σ₁² = (2 + √6)² of 20
  ])
  func sharesOfKnownFilters(weights: [Double], constant: Double, separable: Double, even: Double) throws {
    let statistics = try #require(FilterStatistics(FilterPatch(width: 3, height: 3, weights: weights)))
    #expect(abs(statistics.constantShare - constant) < 1e-12)
    #expect(abs(statistics.separableShare - separable) < 1e-9)
    #expect(abs(statistics.evenShare - even) < 1e-12)
    #expect(abs(statistics.evenShare + statistics.oddShare - 1) < 1e-12)
  }

  @Test func principalAxesAreOrthonormalAndKeepTheEnergy() {
    let vectors = [[1.0, 2, 3, 0], [0, 1, -1, 4], [2, 2, 2, 2], [5, -1, 0, 0], [1, 1, 0, -3]]
    let axes = PrincipalAxes(vectors)
    for (i, first) in axes.axes.enumerated() {
      for (j, second) in axes.axes.enumerated() {
        let product = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-12)
      }
    }
    let energy = vectors.flatMap { $0 }.reduce(0) { $0 + $1 * $1 }
    #expect(abs(axes.variances.reduce(0, +) - energy) < 1e-9)
    #expect(axes.variances == axes.variances.sorted(by: >))
  }

  @Test func separatedArmsHaveTheSmallestProbability() throws {
    let test = try #require(PermutationTest([10, 11, 12, 13, 14], [1, 2, 3, 4, 5]))
    #expect(test.deals == 252)
    #expect(abs(test.probability - 2.0 / 252) < 1e-12)
    #expect(test.difference == 9)
  }

  @Test func equalArmsHaveProbabilityOne() throws {
    #expect(try #require(PermutationTest([1, 2, 3], [1, 2, 3])).probability == 1)
    #expect(PermutationTest([], [1]) == nil)
  }

  @Test func adjustedProbabilities() {
    // 4 · 0.01, max(0.04, 3 · 0.02), max(0.06, 2 · 0.03), max(0.06, 0.5)
    let adjusted = holmAdjusted([0.5, 0.01, 0.03, 0.02])
    for (found, expected) in zip(adjusted, [0.5, 0.04, 0.06, 0.06]) { #expect(abs(found - expected) < 1e-12) }
    #expect(holmAdjusted([0.9, 0.8]) == [1, 1])
    #expect(holmAdjusted([]) == [])
  }

  @Test func intervalOfFive() {
    // 1…5: deviation √2.5, t = 2.776.
    let interval = MeanInterval([1, 2, 3, 4, 5])
    #expect(interval.mean == 3)
    #expect(abs(interval.margin - 2.776 * (2.5 / 5.0).squareRoot()) < 1e-9)
  }
}
