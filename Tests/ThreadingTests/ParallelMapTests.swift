import Testing
import Threading

@Suite struct ParallelMapTests {
  private struct Odd: Error, Equatable { let index: Int }

  @Test(arguments: [1, 2, 7]) func valuesStandInOrder(threads: Int) {
    #expect(parallelMap(100, threads: threads) { $0 * $0 } == (0..<100).map { $0 * $0 })
    #expect(parallelMap(0, threads: threads) { $0 }.isEmpty)
  }

  @Test(arguments: [1, 3]) func theFirstErrorCounts(threads: Int) {
    #expect(throws: Odd(index: 3)) {
      _ = try parallelMap(20, threads: threads) { index throws(Odd) -> Int in
        if index % 4 == 3 { throw Odd(index: index) }
        return index
      }
    }
  }

  @Test func resultsGoOnBehindAnError() {
    let found = parallelResults(5, threads: 2) { index throws(Odd) -> Int in
      if index == 1 { throw Odd(index: index) }
      return 10 * index
    }
    #expect(found == [.success(0), .failure(Odd(index: 1)), .success(20), .success(30), .success(40)])
  }
}
