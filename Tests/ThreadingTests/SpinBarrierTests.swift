import Synchronization
import Testing
import Threading

@Suite struct SpinBarrierTests {
  /// Nobody passes the barrier of a round before everybody has reached it.
  @Test(arguments: [2, 3, 5]) func nobodyRunsAhead(threads: Int) {
    let rounds = 200
    let barrier = SpinBarrier()
    let arrivals = (0..<rounds).map { _ in SharedCounter() }
    let early = Atomic<Int>(0)
    let work: @Sendable () -> Void = {
      for round in arrivals {
        _ = round.add()
        barrier.wait(for: threads)
        if round.current != threads { early.add(1, ordering: .relaxed) }
      }
    }
    let helpers = (1..<threads).compactMap { _ in Thread(work) }
    #expect(helpers.count == threads - 1)
    work()
    for helper in helpers { helper.join() }
    #expect(early.load(ordering: .relaxed) == 0)
  }
}
