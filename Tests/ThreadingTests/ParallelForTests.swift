import Synchronization
import Testing
import Threading

@Suite struct ParallelForTests {
  @Test(arguments: [0, 1, 2, 7, 1000], [1, 2, 3, 8])
  func everyIndexRunsOnce(count: Int, threads: Int) {
    let sum = Atomic<Int>(0)
    let runs = Atomic<Int>(0)
    parallelFor(count, threads: threads) { index in
      sum.add(index, ordering: .relaxed)
      runs.add(1, ordering: .relaxed)
    }
    #expect(runs.load(ordering: .relaxed) == count)
    #expect(sum.load(ordering: .relaxed) == count * (count - 1) / 2)
  }
}
